"""The register of honours: in, out, taken back, shown."""

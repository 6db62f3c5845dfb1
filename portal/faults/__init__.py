"""What the portal does while something it stands on is gone (docs/reliability.md)."""

"""The plan of a year and the host's word to the members."""

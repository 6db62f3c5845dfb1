"""2+N: which book fills which slot, what is missing, what a school sees of it."""

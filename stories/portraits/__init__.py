"""The people of whom stories tell, and whether the public may see them."""

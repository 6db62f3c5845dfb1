"""Files that a workshop shares among its members."""

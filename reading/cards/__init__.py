"""Picture cards and covers, drawn with Pillow: real Chinese typesetting on a small page."""

"""Pictures of a page for passing it on: poster, square, wide cover, QR code."""

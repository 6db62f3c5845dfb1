"""Drawing with Pillow: sheets, fonts, real Chinese typesetting, seals, codes; kept by content."""

"""The editors' desk inside Wagtail's admin: what waits, one piece, the decision."""

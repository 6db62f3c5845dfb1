"""The author's desk ``/my/``: where teachers write, hand in and follow their pieces."""

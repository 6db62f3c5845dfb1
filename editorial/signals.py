"""What the author's desk announces. Sent inside the transaction that writes."""

from django.dispatch import Signal

# A version was written: ``sender`` is the page type, ``page`` the draft as it now reads.
draft_saved = Signal()
# A version was handed in for review: ``page`` is the draft as it was handed in.
handed_in = Signal()

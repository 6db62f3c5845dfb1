"""What any room announces to the floors above it.

``taken_out``: somebody took data out of the house in a way that the trail's middleware cannot see
(it sees tables and archives that are sent as attachments). Arguments: ``by``, ``words``,
``request`` or None. Sent before the data leaves.
"""

from django.dispatch import Signal

taken_out = Signal()

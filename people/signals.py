"""What this room announces to the floors above.

All are sent inside the transaction of the action, so that what a receiver does commits
together with it or not at all. Arguments: ``consent``; with ``consent_withdrawn`` also ``by``, the
person who withdrew it, or None for the operator; with ``unit_renamed`` the ``unit``.
"""

from django.dispatch import Signal

consent_withdrawn = Signal()
consent_expired = Signal()
unit_renamed = Signal()

"""What this room announces."""

from django.dispatch import Signal

# ``attendance``: it was changed, voided or restored by ``by``. In the same transaction.
attendance_changed = Signal()

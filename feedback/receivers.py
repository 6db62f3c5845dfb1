"""What this room listens to."""

import atexit

from django.db.models.signals import post_delete, post_save

from feedback.models import FeedbackSettings, TrustedHost
from feedback.visits.counting import flush
from portal.lasting import renew


def _renew(**kwargs: object) -> None:
    renew()


def connect() -> None:
    """Every page shows links by the list of hosts; a process that ends keeps its counts."""
    for model in (FeedbackSettings, TrustedHost):
        for signal in (post_save, post_delete):
            signal.connect(_renew, sender=model, dispatch_uid=f"feedback.{model.__name__}")
    atexit.register(flush)

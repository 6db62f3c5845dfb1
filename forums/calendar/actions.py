"""The personal feed: made, renewed, ended by its owner."""

from django.utils import timezone

from forums.models import CalendarFeed
from forums.models.calendar import new_token
from people.models import User


def renew_feed(*, user: User) -> CalendarFeed:
    """Give the person a feed at a new address; an old address ends with this."""
    values = {"token": new_token(), "created_at": timezone.now()}
    return CalendarFeed.objects.update_or_create(user=user, defaults=values)[0]


def end_feed(*, user: User) -> None:
    """End the feed; its address answers no more. Again changes nothing."""
    CalendarFeed.objects.filter(user=user).delete()

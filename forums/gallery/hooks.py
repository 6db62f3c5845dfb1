"""What other rooms ask of photos; ``forums.wagtail_hooks`` imports it."""

from django.urls import reverse
from wagtail import hooks

from editorial.reviewing.others import WAITING_HOOK, WaitingGroup
from forums.gallery.queries import is_editor, waiting_for
from people.models import User


@hooks.register(WAITING_HOOK, order=60)
def waiting_photos(reviewer: User, most: int) -> WaitingGroup | None:
    """Photos in the one queue. Queries: ≤ 2."""
    if not is_editor(reviewer):
        return None
    found = waiting_for(reviewer)
    return WaitingGroup(
        title="活动照片",
        noun="张照片",
        url=reverse("events:photos_waiting"),
        count=sum(each.count for each in found),
        template="forums/gallery/components/waiting.html",
        lines=found[:most],
    )

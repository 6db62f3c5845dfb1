"""Word to those who registered: by the notices of the house, in the site and by mail."""

from django.urls import reverse
from django.utils import timezone

from editorial.notices.actions import write
from editorial.notices.rules import EVENT, EVENT_IN_SITE
from forums.models import ForumEventPage, Registration


def tell(
    registration: Registration, page: ForumEventPage, words: str, *, by_mail: bool = True
) -> None:
    """Tell a person something about an event; kept with the change, or neither is.

    Args:
        words: a whole sentence; the title of the event stands before it.
        by_mail: whether it cannot wait until the person looks.
    """
    write(
        notice=EVENT if by_mail else EVENT_IN_SITE,
        recipient_id=registration.user_id,
        due_at=timezone.now(),
        page_id=None,  # by it editors see who was told of a piece; who registers is not theirs
        page_title=page.title,
        url=reverse("events:event", args=[page.pk]),
        step=words,
    )


def moment(value: object) -> str:
    """Return a moment in the words of a notice: 9月10日 14:30."""
    local = timezone.localtime(value)  # type: ignore[arg-type]
    return f"{local.month}月{local.day}日 {local:%H:%M}"

"""Word to those who were there: about attendance, hours and certificates."""

from django.utils import timezone

from editorial.notices.actions import write
from editorial.notices.rules import EVENT_IN_SITE
from forums.models import ForumEventPage


def tell(*, recipient_id: int, page: ForumEventPage, words: str, url: str) -> None:
    """Tell a person something about an event, in the site; kept with the change, or neither is.

    Args:
        words: a whole sentence; the title of the event and a colon stand before it.
        url: the path of the one place to which it leads.
    """
    write(
        notice=EVENT_IN_SITE,
        recipient_id=recipient_id,
        due_at=timezone.now(),
        page_id=page.pk,
        page_title=page.title,
        url=url,
        step=f"：{words}",
    )

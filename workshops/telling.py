"""Word to people of a workshop, written in the transaction in which it happens."""

from collections.abc import Iterable

from django.utils import timezone

from editorial.notices.actions import write
from editorial.notices.rules import WORKSHOP_ANSWER, WORKSHOP_WORD
from workshops.models import WorkshopPage

MOST_TOLD = 500  # one announcement; a workshop has some dozens of members


def tell(workshop: WorkshopPage, recipient_id: int | None, text: str, url: str) -> None:
    """Tell one person something that concerns them; nobody, where there is no account."""
    if recipient_id is None:
        return
    write(
        notice=WORKSHOP_ANSWER,
        recipient_id=recipient_id,
        due_at=timezone.now(),
        page_id=None,  # lists of who was told about a piece must not name who was invited
        page_title=workshop.title,
        url=url,
        step=text,
    )


def tell_all(workshop: WorkshopPage, recipient_ids: Iterable[int], text: str, url: str) -> int:
    """Tell several people the same; returns how many."""
    told = 0
    for recipient_id in list(recipient_ids)[:MOST_TOLD]:
        write(
            notice=WORKSHOP_WORD,
            recipient_id=recipient_id,
            due_at=timezone.now(),
            page_id=None,
            page_title=workshop.title,
            url=url,
            step=text,
        )
        told += 1
    return told

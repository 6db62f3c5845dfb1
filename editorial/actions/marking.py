"""A reviewer's marks as inline comments of Wagtail's editor, beside the field they are about."""

from collections.abc import Iterable

from django.utils import timezone
from wagtail.models import Comment

from editorial.models import Submission
from people.models import User


def comment_on(page: Submission, reviewer: User, places: Iterable[dict[str, str]]) -> None:
    """Write a comment at each marked place; called with the decision that marks them."""
    Comment.objects.bulk_create(
        Comment(
            page_id=page.pk,
            user=reviewer,
            text=f"“{place['quote']}”{'：' if place['note'] else ''}{place['note']}",
            contentpath=place["place"],
        )
        for place in places
    )


def settle_comments(page: Submission, author: User) -> None:
    """Settle what is open: the author has answered by handing the piece in again."""
    open_ = Comment.objects.filter(page_id=page.pk, resolved_at=None)
    open_.update(resolved_at=timezone.now(), resolved_by=author)

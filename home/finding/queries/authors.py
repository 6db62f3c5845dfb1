"""Pieces by author: of those only that readers know to be theirs."""

from typing import Any

from wagtail.query import PageQuerySet

from editorial.models import Submission
from home.finding.queries.pieces import pieces
from people.models import User
from portal.registry import concrete_subclasses


def written_by(author: User, reader: Any) -> PageQuerySet:
    """Return the pieces of an author that are signed with the author's own name.

    What stands under a pen name, or under the name of a group, is left out: the list would tell
    who that is. The same is said of one piece by ``Submission.byline_url``.
    Queries: 1, when read.
    """
    found = pieces(reader).type(*concrete_subclasses(Submission)).filter(owner=author)
    for model in concrete_subclasses(Submission):
        others = model.objects.filter(owner=author).exclude(byline__in=("", author.name))
        found = found.exclude(pk__in=others.order_by().values("pk"))
    return found

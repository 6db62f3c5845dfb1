"""Reads for the comparison; each docstring gives the number of queries."""

from collections.abc import Iterable

from django.db import models
from wagtail.models import Page, Revision

from editorial.enums import Verdict
from editorial.models import Decision

Reference = tuple[type[models.Model], int]


def last_reviewed(page_id: int, *, before_revision_id: int) -> Revision | None:
    """Return the newest older version that an editor approved or returned. Queries: 1 or 2.

    Where nobody has decided about one, the published version counts, if it is older.

    Args:
        page_id: the piece.
        before_revision_id: the version that is to be compared.
    """
    decided = Decision.objects.filter(
        page_id=page_id, verdict__in=(Verdict.APPROVE, Verdict.RETURN)
    )
    older = Revision.page_revisions.filter(object_id=str(page_id), pk__lt=before_revision_id)
    newest: Revision | None = (
        older.filter(pk__in=decided.values("revision_id")).order_by("-pk").first()
    )
    if newest:
        return newest
    published = Page.objects.filter(pk=page_id).values("live_revision_id")
    public: Revision | None = older.filter(pk__in=published).first()
    return public


def names_of(references: Iterable[Reference]) -> dict[Reference, str]:
    """Return what is referred to in words; what no longer exists is left out.

    Queries: 1 for each type that is referred to.
    """
    wanted: dict[type[models.Model], set[int]] = {}
    for model, pk in references:
        wanted.setdefault(model, set()).add(pk)
    return {
        (model, pk): str(found)
        for model, pks in wanted.items()
        for pk, found in model._base_manager.in_bulk(pks).items()
    }

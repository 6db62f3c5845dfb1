"""Pieces that are not for everybody stay out of every list, file and address of the others."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page, Revision
from wagtail.query import PageQuerySet

from editorial.enums import Audience
from editorial.models import Readership, Submission
from editorial.queries import queue_for
from editorial.queries.reviewing import REVIEWING_ROLES
from media.actions import KINDS, referenced_files
from people.roles import Role, has_role, units_in_scope

MOST_LOOKED_AT = 50  # pieces of one author that wait for one reviewer


def by_audience(pages: PageQuerySet, reader: Any) -> PageQuerySet:
    """Leave out the pieces that the reader (nobody: the public) may not read."""
    closed = Readership.objects.filter(page=OuterRef("pk"))
    if _is_known(reader):
        closed = closed.closed_to(reader)
    return pages.exclude(Exists(closed))


# The words by which the search tells audiences apart, see ``search.labels``. They say the same
# as ``Readership.closed_to``.
_CLOSED = "closed"  # whatever is not for everybody: for those who may have to take it down
_DISTRICT = "district"


def readers_of(pages: Sequence[Page]) -> dict[int, list[str]]:
    """Tell the search who may read the live pages that are not for everybody. Queries: 1."""
    owners = {page.pk: page.owner_id for page in pages}
    readers = {}
    for row in Readership.objects.filter(pk__in=owners):
        author = [_author_label(owners[row.pk])] if owners[row.pk] else []
        meant = _DISTRICT if row.audience == Audience.DISTRICT else _unit_label(row.unit_id)
        readers[row.pk] = [_CLOSED, meant, *author]
    return readers


def labels_of_reader(reader: Any) -> list[str]:
    """Tell the search what somebody may read besides what is public. Queries: at most 4."""
    if not _is_known(reader):
        return []
    if has_role(reader, Role.CHIEF_EDITOR):
        return [_CLOSED]
    units = set(units_in_scope(reader, Role.SCHOOL_ADMIN).values_list("pk", flat=True))
    if reader.unit:
        units |= {reader.unit.pk, *reader.unit.get_ancestors().values_list("pk", flat=True)}
    return [_DISTRICT, _author_label(reader.pk), *map(_unit_label, sorted(units))]


def _author_label(user_id: int) -> str:
    return f"author-{user_id}"


def _unit_label(unit_id: int) -> str:
    return f"unit-{unit_id}"


def refuse_other_readers(page: Page, request: HttpRequest, *args: object) -> HttpResponse | None:
    """Show a piece at its address to its audience only.

    Visitors are asked to sign in, for they may belong to it; others get 403.
    """
    # ``Submission.save`` keeps a live row's audience and its readership the same.
    if not isinstance(page, Submission) or not page.live or page.audience == Audience.PUBLIC:
        return None
    closed = Readership.objects.filter(pk=page.pk)
    if not _is_known(request.user):
        return redirect_to_login(request.get_full_path()) if closed.exists() else None
    if closed.closed_to(request.user).exists():
        raise PermissionDenied("这篇稿件只给作者所在的单位看。")
    return None


def reviews_file(user: Any, file: Any) -> bool:
    """Say whether somebody may see a private file for having to decide about a piece with it.

    School administrators work outside the admin, whose people see all files. Queries: 5, and a few
    for each waiting piece by the person who uploaded the file.
    """
    if not has_role(user, *REVIEWING_ROLES):
        return False
    waiting = queue_for(user).filter(author=file.uploaded_by_user_id)
    for entry in waiting[:MOST_LOOKED_AT]:
        version = Revision.objects.get(pk=entry.revision_id).as_object()
        if any(
            file.pk in ids and isinstance(file, KINDS[column])
            for column, ids in referenced_files(version).items()
        ):
            return True
    return False


def _is_known(reader: Any) -> bool:
    return reader is not None and reader.is_authenticated and reader.is_active

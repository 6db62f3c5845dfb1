"""What editors do with lists."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from editorial.actions import create_draft
from editorial.errors import NotPossible, ReviewRefused
from people.importing.workbook import Row
from people.models import User
from people.roles import Role, has_role
from reading.lists.queries import works_named
from reading.lists.rows import TITLE, Candidate, Judged, bare_title, judge
from reading.models import BookListItem, BookListPage

CURATORS = (Role.EDITOR, Role.CHIEF_EDITOR)


def judge_rows(rows: Sequence[Row]) -> Judged:
    """Return the books of rows, or what is wrong with them. Queries: 1."""
    titles = {bare_title(row[TITLE]) for row in rows}
    catalogue = {
        title: [Candidate(work.pk, work.authors) for work in works]
        for title, works in works_named(titles).items()
    }
    return judge(rows, catalogue)


@transaction.atomic
def draft_from_rows(
    *, by: User, token: uuid.UUID, title: str, season: str, books: Sequence[tuple[int, str]]
) -> BookListPage:
    """Make a draft of an editors' list; it takes the same road to the public as any other.

    Args:
        by: an editor, who becomes its author and so reviews none of its steps.
        token: the number of the form; sent twice it makes one draft.
        title, season: of the list.
        books: primary keys and reasons in their order, see ``judge_rows``.

    Raises:
        ReviewRefused: ``by`` is no editor.
        NotPossible: the site has no place for lists.
    """
    if not has_role(by, *CURATORS):
        raise ReviewRefused("只有编辑可以做编辑荐书。")
    parent = BookListPage.shelf()
    if parent is None:
        raise NotPossible("站点还没有晒书单栏目。")
    page = BookListPage(title=title, season=season, list_kind=BookListPage.ListKind.EDITORS)
    page.items = [
        BookListItem(work_id=pk, reason=reason, sort_order=number)
        for number, (pk, reason) in enumerate(books)
    ]
    return create_draft(author=by, token=token, parent=parent, page=page)

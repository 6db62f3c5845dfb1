"""Reads of book lists."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.db.models.fields.json import KeyTextTransform
from django.http import Http404
from wagtail.models import Revision, WorkflowState
from wagtail.query import PageQuerySet

from editorial.admin_visibility import without_unsubmitted
from people.models import User
from portal.queries import readable_pages
from reading.models import BookListPage, Work


def list_for(reader: Any, page_id: int) -> BookListPage:
    """Return a list that the reader may read, with its books. Queries: 3, and its restrictions.

    Raises:
        Http404: there is none, or not for this reader.
    """
    pages = readable_pages(reader, BookListPage.objects.select_related("owner", "unit"))
    found = pages.prefetch_related("items__work").filter(pk=page_id).first()
    if found is None:
        raise Http404("没有这份书单。")
    return found


@dataclass(frozen=True)
class ListedBook:
    """A book of a list as its latest version has it."""

    work: Work | None
    reason: str
    contributor: str


@dataclass(frozen=True)
class CuratedList:
    """A list as editors see it: its latest version, whatever readers get."""

    page: BookListPage
    title: str
    kind: str
    season: str
    books: list[ListedBook]


def curated_pages(editor: User, list_kind: str = "") -> PageQuerySet:
    """Return the lists that an editor may look at, the latest first.

    A draft that nobody was asked to read is its author's own. They come with what
    ``editorial.queries.with_standing`` asks of pages. Queries: 3, when read.
    """
    pages = without_unsubmitted(BookListPage.objects.select_related("owner", "unit"), editor)
    if list_kind:
        pages = pages.filter(list_kind=list_kind)
    audience = KeyTextTransform("audience", "latest_revision__content")
    pages = pages.annotate(draft_audience=audience).annotate_approved_schedule()
    # Wagtail's own ``prefetch_workflow_states`` looks for pages fetched as plain pages.
    states = WorkflowState.objects.active().select_related("current_task_state__task")
    rounds = Prefetch("_specific_workflow_states", states, to_attr="_current_workflow_states")
    return pages.order_by("-latest_revision_created_at", "-pk").prefetch_related(rounds)


def curated(pages: Collection[BookListPage]) -> list[CuratedList]:
    """Return the latest versions of lists with their books. Queries: 2.

    A version is read as the data that it is: making pages of a hundred costs a query each and more.
    """
    latest = [page.latest_revision_id for page in pages]
    contents = dict(Revision.objects.filter(pk__in=latest).values_list("pk", "content"))
    rows = {page.pk: contents.get(page.latest_revision_id, {}) for page in pages}
    named = {item["work"] for content in rows.values() for item in content.get("items", [])}
    works = Work.objects.in_bulk(named)
    return [_curated(page, rows[page.pk], works) for page in pages]


def _curated(page: BookListPage, content: dict[str, Any], works: dict[int, Work]) -> CuratedList:
    items = sorted(content.get("items", []), key=lambda item: item.get("sort_order") or 0)
    list_kind = content.get("list_kind", page.list_kind)
    return CuratedList(
        page,
        str(content.get("title", page.title)),
        dict(BookListPage.ListKind.choices).get(list_kind, ""),
        str(content.get("season", page.season)),
        [
            ListedBook(works.get(i["work"]), i.get("reason", ""), i.get("contributor", ""))
            for i in items
        ],
    )


def works_named(titles: Collection[str]) -> dict[str, list[Work]]:
    """Return the catalogue's works by title. Queries: 1."""
    found: dict[str, list[Work]] = {}
    for work in Work.objects.approved().filter(title__in=titles).order_by("pk"):
        found.setdefault(work.title, []).append(work)
    return found

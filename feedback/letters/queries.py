"""Reads of letters; each docstring gives the number of queries."""

from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.http import HttpRequest
from wagtail.models import Page

from editorial.models import Submission
from feedback.enums import SETTLED, State
from feedback.models import Letter
from people.models import User
from people.roles import Role, has_role
from portal.queries import readable_pages

EDITORS = (Role.EDITOR, Role.CHIEF_EDITOR)


def is_editor(user: Any) -> bool:
    """Whether somebody sees to letters. Queries: 1 a person."""
    return bool(user and user.is_authenticated and has_role(user, *EDITORS))


def page_at(request: HttpRequest, path: str) -> Page | None:
    """Return the page at an address of ours, if whoever asks may read it. Queries: at most 6."""
    found = Page.find_for_request(request, path.lstrip("/")) if path else None
    return readable_page(request.user, found.pk) if found else None


def readable_page(user: Any, pk: int) -> Page | None:
    """Return a page that somebody may read. Queries: 1, and those of ``readable_pages``."""
    return readable_pages(user, Page.objects.filter(pk=pk)).first()


def waiting(editor: User) -> QuerySet[Letter]:
    """Return what an editor should see to: what is new, and what that editor has taken; corrections
    first, the longest waiting first. Queries: 1, when read.
    """
    mine = Q(state=State.TAKEN, editor=editor)
    letters = Letter.objects.filter(Q(state=State.NEW) | mine).exclude(author=editor)
    rank = Case(When(kind="correction", then=Value(0)), default=Value(1))
    return letters.select_related("author", "editor").order_by(rank, "made_at", "pk")


TABS = (
    ("", "等处理"),
    ("mine", "我接手的"),
    ("others", "同事在办"),
    ("held", "待确认"),
    ("settled", "办完的"),
)


def in_tab(editor: User, tab: str) -> QuerySet[Letter]:
    """Return the letters below a tab of the list. Queries: 1, when read."""
    letters = Letter.objects.select_related("author", "editor")
    if tab == "held":
        return letters.filter(state=State.HELD).order_by("made_at", "pk")
    if tab == "settled":
        return letters.filter(state__in=SETTLED).order_by(F("settled_at").desc(), "-pk")
    if tab == "mine":
        return letters.filter(state=State.TAKEN, editor=editor).order_by("made_at", "pk")
    if tab == "others":
        taken = letters.filter(state=State.TAKEN).exclude(editor=editor)
        return taken.order_by("made_at", "pk")
    return letters.filter(state=State.NEW).order_by("made_at", "pk")


def counts(editor: User) -> dict[str, int]:
    """Return how many letters stand below each tab, but for those that are settled. Queries: 1."""
    taken = Q(state=State.TAKEN)
    found: dict[str, int] = Letter.objects.aggregate(
        new=Count("pk", filter=Q(state=State.NEW)),
        mine=Count("pk", filter=taken & Q(editor=editor)),
        others=Count("pk", filter=taken & ~Q(editor=editor)),
        held=Count("pk", filter=Q(state=State.HELD)),
    )
    return {"": found.pop("new")} | found


def letter_with_trail(pk: int) -> Letter | None:
    """Return a letter as an editor opens it. Queries: 2."""
    letters = Letter.objects.select_related("author", "editor", "page")
    return letters.prefetch_related("handlings__by").filter(pk=pk).first()


def by_receipt(receipt: str) -> Letter | None:
    """Return the letter whose writer has this receipt. Queries: 1."""
    return Letter.objects.filter(receipt=receipt).first() if receipt else None


def own(user: User) -> QuerySet[Letter]:
    """Return what somebody wrote while signed in, newest first. Queries: 1, when read."""
    return Letter.objects.filter(author=user).order_by("-made_at", "-pk")


def may_be_corrected(letter: Letter, editor: User) -> bool:
    """Whether an editor can publish a correction of the page that a letter is about. Queries: 2."""
    page = letter.page
    return bool(
        page
        and page.live
        and has_role(editor, Role.CHIEF_EDITOR)
        and isinstance(page.specific_deferred, Submission)
    )

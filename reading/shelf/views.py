"""我的阅读: the shelf, one book on it, and the one tap that moves a book."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.menu import desk_menu
from editorial.forms import DayField
from editorial.forms.fields import without_control
from editorial.forms.picking import number
from portal.listing import paginate
from reading.models import ReadingState
from reading.shelf import actions, queries
from reading.shelf.access import for_readers, way_back
from reading.shelf.presenting import Line, line_of, readings
from reading.shelf.rules import Verb

SAID = {
    Verb.WANT: "{work}放进了想读。",
    Verb.START: "{work}开始读了。",
    Verb.FINISH: "{work}读完了。想写的话，可以接着写读书笔记。",
    Verb.STOP: "{work}先放下了，什么时候想接着读都行。",
    Verb.RESUME: "接着读{work}。",
    Verb.AGAIN: "再读一遍{work}，另记一条。",
    Verb.REOPEN: "{work}改回在读。",
}
TABS = (
    ReadingState.READING,
    ReadingState.WANT,
    ReadingState.FINISHED,
    ReadingState.STOPPED,
)


@require_safe
@for_readers
def home(request: HttpRequest) -> HttpResponse:
    """The shelf by state, a search for books, and what the other rooms show of one's reading.

    Queries of this room: 2, with a search 3, however many records there are.
    """
    counts = queries.counts_of(request.user)
    state = request.GET.get("state", "")
    if state not in ReadingState.values:
        state = next((tab for tab in TABS if counts.get(tab)), ReadingState.READING)
    words = without_control(request.GET.get("q", "")).strip()[: queries.LONGEST_QUERY]
    # Who searches sees what was found, not the shelf.
    shelf = [] if words else queries.shelf_of(request.user, state)
    page, querystring = paginate(request, _Counted(shelf, 0 if words else counts.get(state, 0)))
    context = {
        "tabs": [(tab.value, tab.label, counts.get(tab, 0)) for tab in TABS],
        "state": state,
        "lines": [line_of(record) for record in page.object_list],
        "page_obj": page,
        "querystring": querystring,
        "q": words,
        "found": _found(request, words),
        "desk_menu": desk_menu(request),
        "page_title": "我的阅读",
    }
    return render(request, "reading/shelf/home.html", context)


class _Counted:
    """Records whose number is known already: the tabs show it."""

    def __init__(self, records: Any, number_of: int) -> None:
        self.records, self.number_of = records, number_of
        self.ordered = True

    def count(self) -> int:
        return self.number_of

    def __len__(self) -> int:
        return self.number_of

    def __getitem__(self, part: slice) -> Any:
        return self.records[part]


def _found(request: HttpRequest, words: str) -> list[Line]:
    works = queries.find_works(request.user, words) if words else []
    states = queries.states_of(request.user, [work.pk for work in works]) if works else {}
    return [Line(work, states.get(work.pk)) for work in works]


@require_safe
@for_readers
def book(request: HttpRequest, work_id: int) -> HttpResponse:
    """One book: every reading of it with progress, notes, photos and days."""
    return show_book(request, work_id)


def show_book(
    request: HttpRequest,
    work_id: int,
    *,
    sent: forms.Form | None = None,
    sent_for: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show one book; ``sent`` is a form with mistakes, of the record ``sent_for``."""
    work = queries.work_for(request.user, work_id)
    records = queries.readings_of(request.user, work_id)
    shown = readings(request.user, records, sent=sent, sent_for=sent_for)
    context = {
        "work": work,
        "readings": shown,
        "line": shown[0] if shown else Line(work, None),
        "sent": sent,
        "desk_menu": desk_menu(request),
        "page_title": work.title,
    }
    return render(request, "reading/shelf/book.html", context, status=status)


@require_POST
@for_readers
def act(request: HttpRequest, work_id: int) -> HttpResponse:
    """Move a book with one tap, from wherever its buttons stand.

    ``verb`` says where to; ``record`` names a reading where there is one; ``on`` may give a day.
    """
    try:
        verb = Verb(request.POST.get("verb", ""))
        on = DayField().clean(request.POST.get("on", ""))
    except (ValueError, ValidationError) as error:
        raise BadRequest("没有这个操作。") from error
    record_id = number(request.POST.get("record", ""))
    work = queries.work_for(request.user, work_id)
    try:
        actions.move(
            reader=request.user,
            verb=verb,
            work_id=None if record_id else work.pk,
            record_id=record_id,
            on=on,
        )
    except ValidationError as refused:
        messages.warning(request, "".join(refused.messages))
    else:
        messages.success(request, SAID[verb].format(work=work))
    return redirect(way_back(request, work.pk))

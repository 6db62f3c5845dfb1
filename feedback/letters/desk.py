"""``/my/reviews/feedback/``: the editors' list of letters, and one of them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.menu import desk_menu
from editorial.reviewing.access import for_reviewers
from feedback.enums import SETTLED, State
from feedback.letters import actions, queries
from feedback.letters.forms import ReplyForm
from feedback.letters.rules import mask_contact, may_handle
from feedback.models import Letter
from portal.listing import paginate

PAGE = 30
# What the buttons of a letter do, and what is said when it is done.
ACTS: dict[str, tuple[Callable[..., Letter], str]] = {
    "take": (actions.take, "您已接手这一封。"),
    "give_back": (actions.give_back, "已放回列表。"),
    "reopen": (actions.reopen, "已重新打开，在您手里。"),
}
ENDS: dict[str, tuple[Callable[..., Letter], str]] = {
    "answer": (actions.answer, "已答复，来信人在回执页上看得到。"),
    "close": (actions.close, "已办结。"),
}


def _require_editor(request: HttpRequest) -> None:
    if not queries.is_editor(request.user):
        raise PermissionDenied("意见和纠错由编辑和总编处理。")


@require_safe
@for_reviewers
def queue(request: HttpRequest) -> HttpResponse:
    """Letters by their state. Queries: constant."""
    _require_editor(request)
    chosen = request.GET.get("tab", "")
    if chosen not in dict(queries.TABS):
        chosen = ""
    page, querystring = paginate(request, queries.in_tab(request.user, chosen), PAGE)
    numbers = queries.counts(request.user)
    context = {
        "tabs": [(name, label, numbers.get(name)) for name, label in queries.TABS],
        "chosen": chosen,
        "page_obj": page,
        "querystring": querystring,
        "desk_menu": desk_menu(request),
        "page_title": "读者来信",
    }
    return render(request, "feedback/desk/queue.html", context)


@require_safe
@for_reviewers
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter with its trail. Queries: constant."""
    _require_editor(request)
    return _show(request, pk, ReplyForm())


@require_POST
@for_reviewers
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Take, give back or open again."""
    _require_editor(request)
    verb, done = ACTS.get(request.POST.get("act", ""), (None, ""))
    if verb is None:
        raise Http404("没有这个操作。")
    verb(letter_id=pk, by=request.user)
    messages.success(request, done)
    return redirect("feedback:letter", pk)


@require_POST
@for_reviewers
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer, or close with a word."""
    _require_editor(request)
    verb, done = ENDS.get(request.POST.get("act", ""), ENDS["answer"])
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            verb(letter_id=pk, by=request.user, reply=form.cleaned_data["reply"])
        except ValidationError as problems:
            form.tell(problems)
        else:
            messages.success(request, done)
            return redirect("feedback:queue")
    return _show(request, pk, form, status=422)


@require_POST
@for_reviewers
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how the writer can be reached, this once."""
    _require_editor(request)
    shown = actions.see_contact(letter_id=pk, by=request.user)
    return _show(request, pk, ReplyForm(), contact=shown)


def _show(
    request: HttpRequest, pk: int, form: ReplyForm, *, contact: str = "", status: int = 200
) -> HttpResponse:
    found = queries.letter_with_trail(pk)
    if found is None:
        raise Http404("没有这一封来信。")
    answer = may_handle(is_editor=True, is_author=found.author_id == request.user.pk)
    is_mine = found.state == State.TAKEN and found.editor_id == request.user.pk
    context: dict[str, Any] = {
        "letter": found,
        "form": form,
        "contact": contact,
        "masked": mask_contact(found.contact),
        "refusal": answer.reason,
        "is_mine": is_mine,
        "can_settle": bool(answer) and (is_mine or found.state in (State.NEW, State.HELD)),
        "is_settled": found.state in SETTLED,
        "may_be_corrected": queries.may_be_corrected(found, request.user),
        "desk_menu": desk_menu(request),
        "page_title": found.get_kind_display(),
    }
    return render(request, "feedback/desk/letter.html", context, status=status)

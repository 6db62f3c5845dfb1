"""The desk itself: the start page, the list, one piece and what can be done with it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from editorial import actions
from editorial.desk.access import for_authors, own_piece
from editorial.desk.checking import needs_a_look
from editorial.desk.kinds import kinds
from editorial.desk.menu import desk_menu
from editorial.desk.timeline import timeline
from editorial.desk.writing import SAVED, SUBMITTED
from editorial.enums import State
from editorial.errors import ChecksFailed
from editorial.forms.picking import number
from editorial.queries import (
    own_pages,
    returned_pages,
    standing_of,
    unsaved_copies,
    with_standing,
)
from editorial.rules import may_edit, may_recall, may_submit
from portal.listing import paginate

SHOWN_ON_DESK = 6
RETURNED_ON_DESK = 20


@require_safe
@for_authors
def desk(request: HttpRequest) -> HttpResponse:
    """我的首页: what waits for the author, what was left unsaved, what can be written."""
    offered = kinds()
    names = {kind.word: kind.title for kind in offered}
    unsaved = unsaved_copies(request.user)[:SHOWN_ON_DESK]
    for copy in unsaved:
        copy.kind_name = names.get(copy.kind, "")
    returned = list(returned_pages(request.user)[:RETURNED_ON_DESK])
    others = own_pages(request.user).exclude(pk__in=[page.pk for page in returned])
    others = list(others[: SHOWN_ON_DESK + 1])
    with_standing([*returned, *others])
    context = {
        "returned": returned,
        "pieces": others[:SHOWN_ON_DESK],
        "more": len(others) > SHOWN_ON_DESK,
        "unsaved": unsaved,
        "kinds": offered,
        "desk_menu": desk_menu(request),
        "page_title": "我的首页",
        "saved_token": request.session.pop(SAVED, ""),
    }
    return render(request, "editorial/desk/desk.html", context)


@require_safe
@for_authors
def submissions(request: HttpRequest) -> HttpResponse:
    """All own pieces, last touched first."""
    page, querystring = paginate(request, own_pages(request.user))
    context = {
        "page_obj": page,
        "pieces": with_standing(page.object_list),
        "querystring": querystring,
        "desk_menu": desk_menu(request),
        "page_title": "我的稿件",
    }
    return render(request, "editorial/desk/submissions.html", context)


@require_safe
@for_authors
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """One piece: where it stands, what was decided, what can be done."""
    piece = own_piece(request.user, pk)
    standing = standing_of(piece)
    decisions = list(piece.decisions.standing())
    context = {
        "piece": piece,
        "kind_name": piece._meta.verbose_name,
        "standing": standing,
        "steps": timeline(piece, standing, decisions),
        "may_edit": bool(may_edit(standing.state)),
        "may_submit": bool(
            may_submit(
                standing.state, has_new_text=standing.has_new_text, audience=standing.audience
            )
        ),
        "may_recall": bool(may_recall(standing.state)),
        "may_delete": standing.state in (State.DRAFT, State.PRIVATE) and not decisions,
        "desk_menu": desk_menu(request),
        "page_title": piece.draft_title,
        "saved_token": request.session.pop(SAVED, ""),
    }
    return render(request, "editorial/desk/submission.html", context)


@require_safe
@for_authors
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest version as the public would see it, for its author only."""
    piece = own_piece(request.user, pk)
    draft = piece.get_latest_revision_as_object()
    request.is_preview = True
    response = draft.serve_preview(request, draft.default_preview_mode)
    response.context_data |= {
        "page_template": response.template_name,
        "piece": piece,
        "may_edit": bool(may_edit(standing_of(piece).state)),
        "saved_token": request.session.pop(SAVED, ""),
    }
    response.template_name = "editorial/desk/preview.html"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@for_authors
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in the latest version; what it lacks is told in the form, what was found beside it."""
    piece = own_piece(request.user, pk)
    draft = piece.get_latest_revision_as_object()
    if (
        "confirmed" not in request.POST
        and not draft.missing_for_submission()
        and needs_a_look(draft, piece.latest_revision_id)
    ):
        return redirect("editorial:check", pk=pk)
    seen = number(request.POST.get("revision", ""))
    try:
        actions.submit(page_id=pk, author=request.user, revision_id=seen)
    except ChecksFailed:
        return redirect("editorial:check", pk=pk)
    except ValidationError as missing:
        words = "".join(missing.messages)
        messages.warning(request, f"还不能送审：{words}")
        return redirect("editorial:edit", pk=pk)
    messages.success(request, SUBMITTED)
    return redirect("editorial:submission", pk=pk)


@require_POST
@for_authors
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a piece back out of review."""
    own_piece(request.user, pk)
    actions.recall(page_id=pk, author=request.user)
    messages.success(request, "已经撤回。改好后再送审，会从头审起。")
    return redirect("editorial:submission", pk=pk)


@require_POST
@for_authors
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a draft that was never handed in."""
    piece = own_piece(request.user, pk)
    actions.delete_draft(author=request.user, page_id=pk)
    messages.success(request, f"草稿《{piece.draft_title}》已删除。")
    return redirect("editorial:submissions")

"""Own events, and one event as the person who registers sees it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors
from editorial.errors import NotPossible
from editorial.workbooks import XLSX
from forums.calendar.queries import feed_of
from forums.materials.queries import materials_for
from forums.models import Admission, ForumEventPage, Registration, RegistrationState
from forums.registration import actions, queries, rules
from forums.registration.answers import answers_in, asked
from forums.registration.forms import RegisterForm
from forums.registration.words import told_after
from forums.registration.workbooks import own_workbook
from forums.web import METHODS, sent, shown
from portal.listing import paginate
from portal.queries import readable_pages


def event_for(request: HttpRequest, pk: int) -> ForumEventPage:
    """Return a public event that the person may read. Queries: 1, and those of the audience.

    Raises:
        Http404: there is none, or it is not for this person; both look alike.
    """
    page = readable_pages(request.user, ForumEventPage.objects.filter(pk=pk)).first()
    if page is None:
        raise Http404("没有这场活动。")
    return page


@require_safe
@for_authors
def mine(request: HttpRequest) -> HttpResponse:
    """我的活动: what needs an answer first, then what comes, then what was."""
    own = queries.as_lines(queries.own_events(request.user), request.user)
    coming = [line for line in own if line.phase not in rules.OVER]
    page, querystring = paginate(request, queries.past_registrations(request.user))
    context = {
        "waiting_for_me": [line for line in coming if line.needs_answer],
        "coming": [line for line in coming if not line.needs_answer],
        "past": queries.as_lines(list(page.object_list), request.user),
        "page_obj": page,
        "querystring": querystring,
        "organised": list(queries.organised_by(request.user)[:5]),
        "feed": feed_of(request.user),
        "page_title": "我的活动",
    }
    return shown(request, "my/mine", context)


@METHODS
@for_authors
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event: where one stands and what can be done; a POST registers."""
    problem = None
    if request.method == "POST":
        # Straight to the action, which asks for everything itself: they come all at once.
        try:
            done = _register(request, pk)
        except ValidationError as error:
            problem = error
        else:
            told_after(request, done)
            return redirect("events:event", pk=pk)
    page = event_for(request, pk)
    admission = queries.admission_of(page)
    form = RegisterForm(sent(request), questions=asked(admission) if admission else [])
    if problem and form.is_valid():
        form.add_error(None, problem)
    context = _standing(request, page, admission) | {"form": form}
    return shown(request, "my/event", context, status=422 if problem else 200)


def _register(request: HttpRequest, pk: int) -> Registration:
    try:
        answers = answers_in(request.POST)
        return actions.register(page_id=pk, user=request.user, answers=answers)
    except NotPossible:
        event_for(request, pk)  # for whom there is no such event there is no such address
        raise


def _standing(
    request: HttpRequest, page: ForumEventPage, admission: Admission | None
) -> dict[str, Any]:
    """Return what stands on the page of an event, for this person. Queries: ≤ 9."""
    own = queries.own_registration(page.pk, request.user)
    phase = queries.phase_of(page, admission)
    is_active = own is not None and own.is_active
    may_register = rules.may_register(phase) if admission else rules.Answer(False)
    unit = request.user.unit
    seats = queries.seats_of(admission) if admission else None
    return {
        "page": page,
        "admission": admission,
        "phase": phase,
        "registration": own,
        "place": queries.place_in_queue(own)
        if own and own.state == RegistrationState.WAITING
        else 0,
        "may_register": bool(may_register) and not is_active,
        "may_leave": is_active
        and bool(rules.may_leave(starts_at=page.starts_at, now=timezone.now())),
        "left": seats.left_for(unit.path if unit else "") if seats else None,
        "clashes": queries.clashing(page, request.user),
        "materials": materials_for(page, request.user),
        "may_register_colleagues": bool(may_register)
        and queries.may_register_colleagues(request.user),
        "organises": queries.organises(request.user, page),
        "page_title": page.title,
    }


@require_POST
@for_authors
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the offered seat."""
    done = actions.accept(registration_id=pk, user=request.user)
    told_after(request, done)
    return redirect("events:event", pk=done.page_id)


@require_POST
@for_authors
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one still comes."""
    done = actions.confirm(registration_id=pk, user=request.user)
    messages.success(request, "已经确认，到时候见。")
    return redirect("events:event", pk=done.page_id)


@require_POST
@for_authors
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel the own registration, or one that one made for a colleague."""
    done = actions.cancel(registration_id=pk, by=request.user)
    messages.success(request, "报名已经取消，名额会给后面的老师。")
    if done.user_id != request.user.pk:
        return redirect("events:group", pk=done.page_id)
    return redirect("events:event", pk=done.page_id)


@require_safe
@for_authors
def own_data(request: HttpRequest) -> HttpResponseBase:
    """All that is kept about one's own registrations."""
    file = own_workbook(request.user)
    return FileResponse(file, as_attachment=True, filename="我的报名.xlsx", content_type=XLSX)

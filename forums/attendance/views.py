"""Signing in: what every teacher does with a phone."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors
from editorial.errors import NotPossible
from forums.attendance import actions, queries, tokens
from forums.attendance.forms import DigitsForm, ProofForm
from forums.attendance.showing import status_of
from forums.models import Attendance, AttendanceSettings, EventSession, ForumEventPage
from forums.qr import drawing
from forums.web import METHODS, sent, shown
from portal.addresses import absolute
from portal.queries import readable_pages

# A code that was scanned before its reader had logged in is good for as long as that takes.
SEEN = "checkin_seen"
SEEN_SECONDS = 30 * 60
MOST_SEEN = 20
RECORD = 30


@METHODS
@for_authors
def home(request: HttpRequest) -> HttpResponse:
    """Type the digits of the screen; own places and own attendances. Queries: constant."""
    form = DigitsForm(sent(request))
    if form.is_valid():
        try:
            made = actions.sign_in(user=request.user, digits=form.cleaned_data["digits"])
        except NotPossible as refused:
            form.add_error("digits", str(refused))
        else:
            return redirect("checkin:done", pk=made.pk)
    now = timezone.now()
    own = list(queries.own_attendances(request.user)[:RECORD])
    marked = {each.session_id for each in own if each.stands}
    figures = AttendanceSettings.load().figures
    context = {
        "form": form,
        "sessions": queries.open_sessions(request.user, now, figures),
        "marked": marked,
        "places": queries.own_places(request.user, now),
        "own": own,
        "page_title": "签到",
    }
    return shown(request, "attendance/checkin", context, status_of(form))


@METHODS
@never_cache
def scan(request: HttpRequest, token: str) -> HttpResponse:
    """What the QR code on the screen leads to: one button. Who must log in first loses no time."""
    said = tokens.read_screen_token(token)
    if said and request.method != "POST":
        _remember(request, token)
    return _scan(request, token, said)


@for_authors
def _scan(request: HttpRequest, token: str, said: tokens.ScreenToken | None) -> HttpResponse:
    refused = ""
    if request.method == "POST":
        try:
            made = actions.sign_in(user=request.user, token=token, seen_at=_seen(request, token))
        except NotPossible as error:
            refused = str(error)
        else:
            return redirect("checkin:done", pk=made.pk)
    session = _readable_session(request, said) if said else None
    if session is None and not refused:
        refused = "这不是本站的签到码，或者这场活动不面向您的单位。请扫主持人屏幕上的码。"
    context = {"session": session, "token": token, "refused": refused, "page_title": "签到"}
    return shown(request, "attendance/scan", context, 422 if refused else 200)


@require_safe
@for_authors
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what has been noted."""
    own = queries.own_attendances(request.user).filter(pk=pk).first()
    if own is None:
        raise Http404("没有这条签到记录。")
    return shown(request, "attendance/done", {"attendance": own, "page_title": "已签到"})


@require_POST
@for_authors
def proofs(request: HttpRequest) -> HttpResponse:
    """A proof that a phone kept, or sends without leaving its page; the same twice is the same.

    Answers: 200 noted; 409 or 422 never will be; 401, 403 and 429 try again later.
    """
    form = ProofForm(request.POST)
    if not form.is_valid():
        text = "".join(error for errors in form.errors.values() for error in errors)
        return JsonResponse({"message": text}, status=422)
    values = dict(form.cleaned_data)
    try:
        made = actions.sign_in(user=request.user, seen_at=_seen(request, values["token"]), **values)
    except actions.TooManyTries as refused:
        return JsonResponse({"message": str(refused)}, status=429)
    except NotPossible as refused:
        return JsonResponse({"message": str(refused)}, status=409)
    return JsonResponse(_told(made))


@require_safe
@for_authors
def me(request: HttpRequest) -> JsonResponse:
    """Who is logged in, and what a kept proof needs to be sent."""
    return JsonResponse({"user": request.user.pk, "csrf": get_token(request)})


@require_safe
@for_authors
def ticket(request: HttpRequest, page_id: int) -> HttpResponse:
    """The own code for the door of an event."""
    page = readable_pages(request.user, ForumEventPage.objects.filter(pk=page_id)).first()
    if page is None:
        raise Http404("没有这场活动。")
    code = tokens.ticket_code(page.pk, request.user.pk)
    address = absolute(reverse("attendance:ticket", args=[f"{page.pk}-{code}"]))
    has_place = queries.has_place(request.user, page.pk)
    context = {
        "event": page,
        "code": tokens.grouped(code),
        "drawing": drawing(address, title=f"{request.user.name}的入场码"),
        "has_place": has_place or not queries.takes_registrations(page.pk),
        "page_title": "我的入场码",
    }
    return shown(request, "attendance/own_ticket", context)


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """What a phone shows in place of ``scan`` while the network is away; the same for everybody."""
    return render(request, "forums/attendance/kept.html", {"page_title": "签到"})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps ``kept`` on the phone; below this address it may speak for it."""
    names = (
        "portal/css/foundation.css",
        "portal/css/components.css",
        "forums/css/door.css",
        "forums/js/checkin.js",
    )
    # A module imports another by its plain name.
    imported = f"{settings.STATIC_URL}forums/js/queue.js"
    context = {
        "kept": reverse("checkin:kept"),
        "scans": reverse("checkin:home") + "s/",
        "files": [*(static(name) for name in names), imported],
    }
    return render(request, "forums/attendance/worker.js", context, content_type="text/javascript")


def _told(made: Attendance) -> dict[str, Any]:
    late = "（补送，主持人会核对）" if made.is_late else ""
    moment = timezone.localtime(made.arrived_at or made.received_at)
    title = f"{made.session.page.title}·{made.session.title}"
    return {"message": f"已签到：{title}，{moment:%H:%M}{late}", "is_late": made.is_late}


def _readable_session(request: HttpRequest, said: tokens.ScreenToken) -> EventSession | None:
    session = EventSession.objects.filter(pk=said.session_id).select_related("page").first()
    if session is None:
        return None
    pages = readable_pages(request.user, ForumEventPage.objects.filter(pk=session.page_id))
    return session if pages.exists() else None


def _remember(request: HttpRequest, token: str) -> None:
    seen = request.session.get(SEEN, {})
    if token not in seen:
        latest = sorted(seen.items(), key=lambda each: each[1])[-MOST_SEEN + 1 :]
        request.session[SEEN] = dict(latest) | {token: int(timezone.now().timestamp())}


def _seen(request: HttpRequest, token: str) -> datetime | None:
    """Return when this browser brought this code to the portal, if that was not long ago."""
    seconds = request.session.get(SEEN, {}).get(token)
    if seconds is None:
        return None
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment if timezone.now() - moment <= timedelta(seconds=SEEN_SECONDS) else None

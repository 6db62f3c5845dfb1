"""In Wagtail's admin: withdrawal, correction, and the calendar of publications."""

import calendar
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from editorial import actions
from editorial.errors import NotPossible
from editorial.models import Submission
from editorial.queries.schedule import Planned, planned, published_on
from editorial.reviewing.forms import CorrectionForm, WithdrawForm
from people.roles import Role, has_role

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take a published piece down, with a reason."""
    return _about_live_piece(
        request,
        page_id,
        title="撤稿",
        template="editorial/reviewing/withdraw.html",
        form_class=WithdrawForm,
        act=lambda page, words: actions.withdraw(
            page_id=page.pk, chief=request.user, comment=words
        ),
        done="《{title}》已撤稿，读者看不到了。",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, page_id: int) -> HttpResponse:
    """Add a note of correction to a published piece."""
    return _about_live_piece(
        request,
        page_id,
        title="更正",
        template="editorial/reviewing/correct.html",
        form_class=CorrectionForm,
        act=lambda page, words: actions.correct(page_id=page.pk, chief=request.user, note=words),
        done="更正已显示在《{title}》上。",
    )


def _about_live_piece(
    request: HttpRequest,
    page_id: int,
    *,
    title: str,
    template: str,
    form_class: type[forms.Form],
    act: Callable[[Submission, str], object],
    done: str,
) -> HttpResponse:
    if not has_role(request.user, Role.CHIEF_EDITOR):
        raise PermissionDenied(f"只有总编可以{title}。")
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, Submission):
        raise Http404("这个页面不是投稿。")
    form = form_class(request.POST or None)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            act(page, form.cleaned_data["comment"])
        except NotPossible as refused:
            form.add_error(None, str(refused))
            status = 409
        else:
            messages.success(request, done.format(title=page.title))
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    context = {"piece": page, "form": form, "page_title": title}
    return render(request, template, context, status=status)


@dataclass
class Day:
    """One field of the calendar."""

    date: date
    in_month: bool
    is_today: bool
    items: list[Planned] = field(default_factory=list)


@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    """What will be published: the month as a calendar, and today's list. Queries: 6."""
    if not has_role(request.user, Role.EDITOR, Role.CHIEF_EDITOR):
        raise PermissionDenied("排期只给编辑和总编看。")
    today = timezone.localdate()
    month = _month_from(request.GET.get("month", ""), today)
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    by_day: dict[date, list[Planned]] = defaultdict(list)
    for item in planned(weeks[0][0], weeks[-1][-1]):
        by_day[timezone.localdate(item.moment)].append(item)
    context = {
        "month": month,
        "previous": (month - timedelta(days=1)).replace(day=1),
        "next": (month + timedelta(days=31)).replace(day=1),
        "weekdays": WEEKDAYS,
        "weeks": [
            [Day(day, day.month == month.month, day == today, by_day[day]) for day in week]
            for week in weeks
        ],
        "today": sorted(
            [*published_on(today), *planned(today, today)], key=lambda item: item.moment
        ),
        "page_title": "发布排期",
    }
    return render(request, "editorial/reviewing/schedule.html", context)


def _month_from(text: str, today: date) -> date:
    """Return the first day of the month written as ``2026-11``; of this one where it is not."""
    try:
        month = datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        month = today.replace(day=1)
    return month if 2000 <= month.year <= 2100 else today.replace(day=1)

"""Reads for the organiser: the list of those who registered, what happened to them."""

from collections import Counter
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from forums.models import (
    ACTIVE,
    ForumEventPage,
    Question,
    Registration,
    RegistrationChange,
    RegistrationState,
)
from forums.registration.queries import counts_by_state, phase_of

FILTERS = (
    ("", "全部在册"),
    (RegistrationState.PENDING.value, "待审核"),
    (RegistrationState.ADMITTED.value, "报名成功"),
    (RegistrationState.OFFERED.value, "待接受"),
    (RegistrationState.WAITING.value, "候补"),
    ("ended", "已退出"),
)


def registrations_of(page: Page, chosen: str = "") -> QuerySet[Registration]:
    """Return the registrations of an event in their order, with people and answers.

    Args:
        chosen: a state, ``ended`` for those that have ended, empty for all others.

    Queries: 3, when read.
    """
    rows = Registration.objects.filter(page_id=page.pk)
    if chosen == "ended":
        rows = rows.exclude(state__in=ACTIVE)
    elif chosen in RegistrationState.values:
        rows = rows.filter(state=chosen)
    else:
        rows = rows.filter(state__in=ACTIVE)
    rows = rows.select_related("user", "unit", "seat_from__unit", "registered_by")
    return rows.prefetch_related("answers__question").order_by("number")


def pending_of(page: Page) -> list[Registration]:
    """Return those who wait for the organiser's word. Queries: 3."""
    return list(registrations_of(page, RegistrationState.PENDING))


def questions_of(page: Page) -> list[Question]:
    """Return all questions that were ever asked, those of now first. Queries: 1."""
    rows = Question.objects.filter(admission__page_id=page.pk)
    return sorted(rows, key=lambda row: (row.retired_at is not None, row.order, row.pk))


def latest_changes(page: Page, amount: int = 30) -> list[RegistrationChange]:
    """Return what happened last to the registrations of an event. Queries: 1."""
    rows = RegistrationChange.objects.filter(registration__page_id=page.pk)
    rows = rows.select_related("registration__user", "by")
    return list(rows.order_by("-at", "-pk")[:amount])


def with_counts(pages: list[ForumEventPage]) -> list[ForumEventPage]:
    """Give each event its ``counts`` by state and its ``phase``. Queries: 1, and 1 a draft.

    Args:
        pages: with their ``admission``.
    """
    counts = counts_by_state(page.pk for page in pages)
    for page in pages:
        page.counts = counts.get(page.pk, Counter())
        page.phase = phase_of(page, getattr(page, "admission", None))
    return pages


def numbers_of(page: Page) -> dict[str, Any]:
    """Return how many have a seat, wait, and so on. Queries: 1."""
    counts = counts_by_state([page.pk]).get(page.pk, Counter())
    return {
        "admitted": counts[RegistrationState.ADMITTED],
        "offered": counts[RegistrationState.OFFERED],
        "waiting": counts[RegistrationState.WAITING],
        "pending": counts[RegistrationState.PENDING],
        "confirmed": Registration.objects.seated()
        .filter(page_id=page.pk)
        .exclude(confirmed_at=None)
        .count(),
    }

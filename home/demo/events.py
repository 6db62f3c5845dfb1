"""Registration for the demo's coming events: seats, a queue, an offer, approvals."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from wagtail.models import Page

from forums.models import EventSeries, Registration
from forums.registration import actions
from home.demo import source
from home.demo.clock import at, moment
from home.demo.people import Cast
from people.models import User


def make_series() -> dict[str, EventSeries]:
    """Make the series; events name them by their title."""
    rows = source.texts("registrations")["series"]
    year = timezone.localdate().year
    return {
        row["title"]: EventSeries.objects.create(title=row["title"], about=row["about"], year=year)
        for row in rows
    }


def make_registrations(cast: Cast, pieces: dict[str, Page]) -> int:
    """Open registration and let people come, each at an hour of their own.

    Args:
        cast: units and accounts.
        pieces: by slug.

    Returns:
        how many registrations there are.
    """
    for row in source.texts("registrations")["admission"]:
        _open(row, cast, pieces[row["event"]])
        _fill(row, cast.accounts, pieces[row["event"]])
    return Registration.objects.count()


def _in_days(days: int, clock: time = time(18)) -> datetime:
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, clock))


def _open(row: dict, cast: Cast, page: Page) -> None:
    actions.set_admission(
        page_id=page.pk,
        by=page.owner,
        values={
            "state": "open",
            "capacity": row["capacity"],
            "closes_at": _in_days(row["closes_in"]),
            "needs_approval": row.get("needs_approval", False),
            "online_link": row["online_link"],
            "online_note": row["online_note"],
        },
        kept=[
            actions.Kept(cast.units[unit], seats, _in_days(days))
            for unit, seats, days in row["kept"]
        ],
        questions=[
            actions.Asked(label=label, kind=kind, options=options, is_required=needed)
            for label, kind, options, needed in row["questions"]
        ],
    )


def _fill(row: dict, accounts: dict[str, User], page: Page) -> None:
    now = timezone.now()
    asked = list(page.admission.questions.values_list("pk", flat=True))
    made: dict[str, Registration] = {}
    for order, (number, *texts) in enumerate(row["people"]):
        with at(moment(now, -2, 9 + order, order * 7)):
            made[number] = actions.register(
                page_id=page.pk,
                user=accounts[number],
                answers=dict(zip(asked, texts, strict=True)),
            )
    if "group" in row:
        administrator, names = row["group"]
        with at(moment(now, -1, 10)):
            actions.register_group(
                page_id=page.pk,
                by=accounts[administrator],
                user_ids=[accounts[name].pk for name in names],
                answers=dict(zip(asked, ["", "到现场"], strict=True)),
            )
    ids = [made[name].pk for name in row.get("approved", [])]
    actions.approve(page_id=page.pk, by=page.owner, registration_ids=ids)
    for name in row.get("cancelled", []):
        actions.cancel(registration_id=made[name].pk, by=accounts[name])

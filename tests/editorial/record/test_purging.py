"""Retention: what may be let go, and what never."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from editorial import actions
from editorial.actions.numbering import number_for
from editorial.actions.purging import Purged, months_before, purge_record
from editorial.errors import NotPossible, ReviewRefused
from editorial.models import Decision, EditorialSettings, ManuscriptNumber, Release
from home.demo.clock import at
from people.roles import Role
from tests.editorial.factories import approve_all, log_draft, make_staff, waiting_state
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db

NOW = timezone.make_aware(datetime(2026, 3, 31, 12))
LONG_AGO = NOW - timedelta(days=400)


def keep(months):
    settings = EditorialSettings.load()
    settings.retention_months = months
    settings.save()


@pytest.fixture
def office(site_home):
    return make_staff()


def old_piece(office, *steps, title="一篇"):
    """Return a piece of 400 days ago that has these steps behind it."""
    with at(LONG_AGO):
        page = log_draft(UserFactory(role=Role.TEACHER), title=title)
        actions.submit(page_id=page.pk, author=page.owner)
        number_for(page)
        approve_all(page, office, steps)
    return page


def declined(office):
    page = old_piece(office)
    state = waiting_state(page)
    with at(LONG_AGO):
        actions.decline(
            task_state_id=state.pk,
            reviewer=office.first,
            revision_id=state.revision_id,
            comment="不合适",
        )
    return page


def withdrawn(office):
    page = old_piece(office, "first", "second", "chief")
    with at(LONG_AGO + timedelta(days=1)):
        actions.withdraw(page_id=page.pk, chief=office.chief, comment="撤")
    return page


def test_by_default_everything_is_kept(office):
    declined(office)
    assert purge_record(by=None, now=NOW) == Purged()
    assert Decision.objects.count() == 2


def test_old_records_of_pieces_that_are_over_go_and_it_is_noted(office):
    keep(12)
    admin = UserFactory(role=Role.SITE_ADMIN)
    over, gone = declined(office), withdrawn(office)
    assert purge_record(by=admin, now=NOW, dry_run=True) == Purged(2, 7, 1)
    assert Decision.objects.count() == 7
    assert purge_record(by=admin, now=NOW) == Purged(2, 7, 1)
    assert (Decision.objects.count(), Release.objects.count()) == (0, 0)
    assert ManuscriptNumber.objects.filter(pk__in=[over.pk, gone.pk]).count() == 2
    entry = ModelLogEntry.objects.get(action="editorial.record.purge")
    assert entry.user == admin
    assert entry.data == {"before": "2025-03-31", "pieces": 2, "decisions": 7, "releases": 1}
    assert entry.message == "清理 2025-03-31 以前的审稿记录：2 篇，决定 7 条，签发 1 条"
    assert purge_record(by=admin, now=NOW) == Purged()
    assert ModelLogEntry.objects.filter(action="editorial.record.purge").count() == 1


def test_the_record_of_a_piece_goes_as_a_whole_or_not_at_all(office):
    keep(12)
    page = declined(office)
    with at(NOW - timedelta(days=30)):
        actions.submit(page_id=page.pk, author=page.owner)
        actions.recall(page_id=page.pk, author=page.owner)
    assert purge_record(by=None, now=NOW) == Purged()
    assert Decision.objects.count() == 4


def test_what_is_needed_is_kept(office):
    keep(6)
    old_piece(office, title="在审")
    old_piece(office, "first", "second", "chief", title="已发布")
    returned = old_piece(office, title="退回")
    state = waiting_state(returned)
    with at(LONG_AGO):
        actions.return_to_author(
            task_state_id=state.pk,
            reviewer=office.first,
            revision_id=state.revision_id,
            comment="改",
        )
    scheduled = old_piece(office, "first", "second", title="定时")
    state = waiting_state(scheduled)
    with at(LONG_AGO):
        actions.approve(
            task_state_id=state.pk,
            reviewer=office.chief,
            revision_id=state.revision_id,
            comment="同意。",
            go_live_at=NOW + timedelta(days=30),
        )
    before = Decision.objects.count()
    assert purge_record(by=None, now=NOW) == Purged()
    assert Decision.objects.count() == before


@pytest.mark.parametrize("months", [0, 1, 5])
def test_the_floor_holds_whatever_the_setting_says(office, months):
    declined(office)
    keep(months)  # past the form, as a script might
    with pytest.raises(NotPossible, match="至少保留 6 个月"):
        purge_record(by=None, now=NOW)
    with pytest.raises(CommandError, match="至少保留 6 个月"):
        call_command("purge_record", stdout=StringIO())
    assert Decision.objects.count() == 2


@pytest.mark.parametrize("role", [Role.CHIEF_EDITOR, Role.EDITOR, Role.TEACHER])
def test_only_a_site_administrator_or_the_machine_purges(office, role):
    keep(6)
    declined(office)
    with pytest.raises(ReviewRefused):
        purge_record(by=UserFactory(role=role), now=NOW)
    assert Decision.objects.count() == 2


def test_a_purge_that_fails_leaves_everything_and_the_record_closed(office, monkeypatch):
    keep(6)
    declined(office)

    def fail(**kwargs):
        raise RuntimeError

    monkeypatch.setattr("editorial.actions.purging.log", fail)
    with pytest.raises(RuntimeError):
        purge_record(by=None, now=NOW)
    assert Decision.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.all()._raw_delete("default")


def test_the_command_counts_and_purges(office):
    out = StringIO()
    call_command("purge_record", stdout=out)
    keep(6)
    declined(office)
    with at(NOW):
        call_command("purge_record", "--dry-run", stdout=out)
        call_command("purge_record", stdout=out)
    assert out.getvalue().splitlines() == [
        "没有设置保留期，全部保留。",
        "将清理 1 篇稿件的记录：决定 2 条，签发 0 条。",
        "已清理 1 篇稿件的记录：决定 2 条，签发 0 条。",
    ]


@pytest.mark.parametrize(
    ("moment", "months", "earlier"),
    [
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2026, 3, 31), 6, (2025, 9, 30)),
        ((2026, 1, 15), 1, (2025, 12, 15)),
        ((2026, 12, 1), 12, (2025, 12, 1)),
        ((2024, 2, 29), 48, (2020, 2, 29)),
    ],
)
def test_months_before(moment, months, earlier):
    assert months_before(datetime(*moment), months) == datetime(*earlier)

"""内容日历: what a month brings, and what it lacks."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from editorial.enums import Audience
from editorial.models import CalendarDay
from forums.models import ForumEventPage
from home.planner.queries import Entry, EntryKind, entries_by_day
from people.models import Consent
from people.roles import Role
from reading.models import Passage, PassageDay
from tests.discussions.factories import make_event
from tests.feedback.factories import a_page
from tests.people.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db


def local(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


@pytest.fixture
def editor(site_home):
    return UserFactory(role=Role.EDITOR)


def entries(editor, first: date, last: date, kind: EntryKind) -> list[Entry]:
    found = entries_by_day(editor, first, last)
    return [entry for day in sorted(found) for entry in found[day] if entry.kind == kind]


def test_pages_that_come_and_go(editor, site_home):
    today = timezone.localdate()
    coming = a_page(site_home, "虚构将发布")
    coming.go_live_at = local(today + timedelta(days=3), 8)
    coming.save_revision().publish()
    going = a_page(site_home, "虚构将撤下")
    Page.objects.filter(pk=going.pk).update(expire_at=local(today + timedelta(days=4), 20))
    last = today + timedelta(days=9)
    [publish] = entries(editor, today, last, EntryKind.PUBLISH)
    assert (publish.title, publish.time) == ("虚构将发布", "08:00")
    assert publish.day == today + timedelta(days=3)
    assert publish.url == reverse("wagtailadmin_pages:edit", args=[coming.pk])
    [expire] = entries(editor, today, last, EntryKind.EXPIRE)
    assert (expire.title, expire.day, expire.time) == (
        "虚构将撤下",
        today + timedelta(days=4),
        "20:00",
    )


def test_consents_that_end_are_told_by_their_page(editor, site_home):
    today = timezone.localdate()
    page = a_page(site_home, "虚构的人物页")
    end = today + timedelta(days=2)
    Consent.objects.create(
        page=page, person_name="虚构某人", scope="name", given_on=today, expires_on=end
    )
    [entry] = entries(editor, today, end, EntryKind.EXPIRE)
    assert entry.title == "虚构的人物页：文中人物的同意"
    assert entry.day == end


def test_events_on_their_days(editor, site_home):
    author = TeacherFactory()
    first = date(2027, 3, 1)
    event = make_event(author, title="虚构沙龙")
    long = make_event(author, title="虚构巡讲")
    hidden = make_event(author, title="虚构内部会", audience=Audience.SCHOOL)
    rows = ForumEventPage.objects
    rows.filter(pk__in=[event.pk, hidden.pk]).update(
        starts_at=local(date(2027, 3, 5), 14), ends_at=local(date(2027, 3, 5), 16)
    )
    rows.filter(pk=long.pk).update(
        starts_at=local(date(2027, 2, 20)), ends_at=local(date(2027, 3, 20))
    )
    found = entries(editor, first, date(2027, 3, 31), EntryKind.EVENT)
    assert [(entry.day, entry.title, entry.time) for entry in found] == [
        (first, "虚构巡讲", ""),
        (date(2027, 3, 5), "虚构沙龙", "14:00"),
    ]


def test_days_to_come_without_a_passage(editor):
    today = timezone.localdate()
    passage = Passage.objects.create(text="学而时习之", author="孔子", source="《论语》")
    PassageDay.objects.create(date=today + timedelta(days=1), passage=passage)
    missing = entries(
        editor, today - timedelta(days=2), today + timedelta(days=2), EntryKind.PASSAGE
    )
    assert [entry.day for entry in missing] == [today, today + timedelta(days=2)]
    past = today - timedelta(days=40)
    assert entries(editor, past, past + timedelta(days=9), EntryKind.PASSAGE) == []


def test_holidays_of_the_state_and_of_the_district(editor):
    CalendarDay.objects.create(date=date(2025, 10, 20), is_workday=False, name="虚构校庆")
    CalendarDay.objects.create(date=date(2025, 10, 1), is_workday=True, name="虚构加班")
    found = {
        entry.day: entry.title
        for entry in entries(editor, date(2025, 9, 29), date(2025, 11, 2), EntryKind.HOLIDAY)
    }
    assert found[date(2025, 10, 20)] == "虚构校庆"
    assert found[date(2025, 10, 1)] == "虚构加班"
    assert found[date(2025, 10, 2)] == "国庆节"


@pytest.mark.parametrize("month", ["", "x", "2026-13", "1999-01", "2026-9", "\x00", "９９９９-01"])
def test_a_month_that_is_none_is_this_one(client, editor, month):
    client.force_login(editor)
    page = client.get(reverse("content_planner"), {"month": month, "show": "nonsense"})
    today = timezone.localdate()
    assert f"{today.year}年{today.month}月" in page.content.decode()


def test_one_kind_by_itself(client, editor):
    CalendarDay.objects.create(date=date(2027, 3, 8), name="虚构节日")
    client.force_login(editor)
    address = reverse("content_planner")
    both = client.get(address, {"month": "2027-03"}).content.decode()
    assert "虚构节日" in both
    assert "还没有排读段" in both
    one = client.get(address, {"month": "2027-03", "show": "holiday"}).content.decode()
    assert "虚构节日" in one
    assert "还没有排读段" not in one


def test_constant_queries(client, editor, site_home):
    client.force_login(editor)
    author = TeacherFactory()
    costs = {}
    address = reverse("content_planner")
    made = 0
    for amount in (1, 10, 40):
        while made < amount:
            made += 1
            event = make_event(author, title=f"虚构活动{made}")
            day = local(date(2027, 3, made % 28 + 1))
            ForumEventPage.objects.filter(pk=event.pk).update(starts_at=day, ends_at=day)
            Page.objects.filter(pk=event.pk).update(expire_at=day)
        client.get(address, {"month": "2027-03"})
        with CaptureQueriesContext(connection) as context:
            client.get(address, {"month": "2027-03"})
        costs[amount] = len(context)
    assert len(set(costs.values())) == 1, costs
    assert costs[40] <= 22

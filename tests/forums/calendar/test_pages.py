"""The month, the series, calendar files, the personal feed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from editorial.models import Readership
from forums.models import CalendarFeed, EventSeries
from forums.registration import actions
from tests.forums.factories import make_draft, make_event, make_open, register
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db


def text(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def feed_url(user):
    return reverse("forums:feed", args=[CalendarFeed.objects.get(user=user).token])


def titles(client, address):
    file = Calendar.from_ical(client.get(address).content)
    return [str(event["summary"]) for event in file.walk("VEVENT")]


@pytest.mark.parametrize("view", ["", "&view=list"])
def test_a_month_shows_its_events_on_their_days(client, site_home, view):
    page = make_event(title="月历上的沙龙")
    make_draft(title="还没公布的")
    month = timezone.localdate(page.starts_at)
    shown = text(client, f"/forums/calendar/?month={month:%Y-%m}{view}")
    assert "月历上的沙龙" in shown
    assert "还没公布的" not in shown
    assert "月历上的沙龙" not in text(client, f"/forums/calendar/?month=2031-01{view}")


@pytest.mark.parametrize("month", ["", "x", "2026-99", "%00", "9999-12", "2000-01", "2099-12"])
def test_any_month_in_the_address_shows_a_page(client, site_home, month):
    assert "的活动" in text(client, f"/forums/calendar/?month={month}")


def test_an_event_over_several_days_stands_on_each(client, site_home):
    start = timezone.now().replace(day=10, hour=1)
    make_event(title="三天的大赛", starts_at=start, ends_at=start + timedelta(days=2))
    shown = text(client, f"/forums/calendar/?month={start:%Y-%m}")
    assert shown.count("三天的大赛") == 6  # on the sheet and in the phone's list


def test_the_calendar_of_a_school_is_not_the_public_s(client, site_home):
    owner = TeacherFactory()
    page = make_event(owner, audience="school", title="校内沙龙")
    Readership.objects.create(page_id=page.pk, audience="school", unit=owner.unit)
    month = f"/forums/calendar/?month={timezone.localdate(page.starts_at):%Y-%m}"
    file = reverse("forums:event_file", args=[page.pk])
    assert "校内沙龙" not in text(client, month)
    assert client.get(file).status_code == 404
    client.force_login(TeacherFactory(unit=owner.unit))
    assert "校内沙龙" in text(client, month)
    assert client.get(file).status_code == 200


def test_a_series_gathers_its_public_stops(client, site_home):
    series = EventSeries.objects.create(title="师德巡讲", about="一站一站讲下去。")
    address = reverse("forums:series", args=[series.pk])
    assert client.get(address).status_code == 404
    make_event(title="第一站", series=series)
    make_draft(title="第二站", series=series)
    shown = text(client, address)
    assert "第一站" in shown
    assert "第二站" not in shown


def test_an_event_is_one_entry_with_its_place(client, site_home):
    page = make_event(title="📚 沙龙\n第二行")
    answer = client.get(reverse("forums:event_file", args=[page.pk]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == page.starts_at
    assert str(event["location"]) == page.place
    assert str(event["url"]).endswith(page.url)
    assert client.get(reverse("forums:event_file", args=[10**9])).status_code == 404


def test_the_feed_is_made_renewed_and_ended_by_its_owner(client, site_home):
    teacher = TeacherFactory()
    client.force_login(teacher)
    assert "生成订阅网址" in text(client, reverse("events:mine"))
    client.post(reverse("events:feed_renew"))
    old = feed_url(teacher)
    assert old in text(client, reverse("events:mine"))
    client.post(reverse("events:feed_renew"))
    new = feed_url(teacher)
    client.logout()
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    assert "no-store" in client.get(new)["Cache-Control"]
    client.force_login(teacher)
    client.post(reverse("events:feed_end"))
    assert client.get(new).status_code == 404


def test_the_feed_holds_the_own_events_and_no_secrets(client, site_home):
    page = make_open(
        capacity=1, title="有座位的", admission={"online_link": "https://meeting.example/secret"}
    )
    queue = make_open(capacity=1, title="候补的")
    register(queue)
    own = register(page)
    register(queue, own.user)
    make_open(title="别人的")
    client.force_login(own.user)
    client.post(reverse("events:feed_renew"))
    client.logout()
    address = feed_url(own.user)
    assert sorted(titles(client, address)) == ["候补的", "有座位的"]
    raw = client.get(address).content.decode().replace("\r\n ", "")
    assert "secret" not in raw
    assert "候补" in raw
    actions.cancel(registration_id=own.pk, by=own.user)
    assert titles(client, address) == ["候补的"]


def test_a_switched_off_account_has_no_feed(client, site_home):
    teacher = TeacherFactory()
    client.force_login(teacher)
    client.post(reverse("events:feed_renew"))
    address = feed_url(teacher)
    type(teacher).objects.filter(pk=teacher.pk).update(is_active=False)
    client.logout()
    assert client.get(address).status_code == 404
    assert client.get("/forums/calendar/feed/unknown.ics").status_code == 404

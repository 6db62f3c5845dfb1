"""The district's calendar over the State Council's."""

from datetime import UTC, date, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from editorial.models import CalendarDay
from editorial.workdays import holidays
from editorial.workdays.queries import due_at, due_day, unknown_years, workday_lookup
from people.roles import Role
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
FRIDAY = date(2025, 9, 26)


def test_the_notice_of_2025_is_known():
    october = {h.date: (h.is_workday, h.name) for h in holidays.holidays_of(2025)}
    assert october[date(2025, 9, 28)] == (True, "国庆节调休上班")
    assert {date(2025, 10, day) for day in range(1, 9)} <= {
        day for day, (is_workday, _) in october.items() if not is_workday
    }
    assert not holidays.is_known(2031)
    with pytest.raises(NotImplementedError):
        list(holidays.holidays_of(2031))


def test_rows_override(django_assert_num_queries):
    CalendarDay.objects.create(date=date(2025, 9, 28), is_workday=False, name="校庆")
    CalendarDay.objects.create(date=date(2025, 10, 8), is_workday=True)
    with django_assert_num_queries(1):
        is_workday = workday_lookup(FRIDAY, date(2025, 10, 9))
        found = [is_workday(date(2025, *day)) for day in ((9, 28), (9, 29), (10, 7), (10, 8))]
    assert found == [False, True, False, True]


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (datetime(2025, 9, 26, 9, 0, tzinfo=SHANGHAI), 1, datetime(2025, 9, 29, tzinfo=SHANGHAI)),
        (datetime(2025, 9, 26, 23, 59, tzinfo=SHANGHAI), 1, datetime(2025, 9, 29, tzinfo=SHANGHAI)),
        # by the portal's clock it is Saturday already
        (datetime(2025, 9, 26, 16, 0, tzinfo=UTC), 1, datetime(2025, 9, 29, tzinfo=SHANGHAI)),
        # in UTC still Tuesday, here Wednesday
        (datetime(2025, 9, 2, 17, 0, tzinfo=UTC), 1, datetime(2025, 9, 5, tzinfo=SHANGHAI)),
        (datetime(2025, 9, 26, 9, 0, tzinfo=SHANGHAI), 4, datetime(2025, 10, 10, tzinfo=SHANGHAI)),
    ],
)
def test_due_when_the_day_is_over(start, days, due, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert due_at(start, days) == due


def test_the_due_day_is_the_one_that_ends():
    start = datetime(2025, 9, 26, 9, 0, tzinfo=SHANGHAI)
    assert due_day(due_at(start, 1)) == date(2025, 9, 28)


def test_a_naive_start_is_a_mistake():
    with pytest.raises(ValueError, match="naive"):
        due_at(datetime(2025, 9, 26), 1)


class TestFillCalendar:
    def run(self, *years: int) -> str:
        out = StringIO()
        call_command("fill_calendar", *years, stdout=out)
        return out.getvalue()

    def test_it_writes_rows_and_never_touches_edited_ones(self):
        edited = CalendarDay.objects.create(date=date(2025, 10, 1), is_workday=True, name="值班")
        many = len(list(holidays.holidays_of(2025)))
        assert self.run(2025) == f"2025 年：新增 {many - 1} 天。\n"
        assert self.run(2025) == "2025 年：新增 0 天。\n"
        edited.refresh_from_db()
        assert (edited.is_workday, edited.name) == (True, "值班")
        assert CalendarDay.objects.count() == many

    def test_the_rows_say_what_the_notice_says(self):
        self.run(2025)
        is_workday = workday_lookup(date(2025, 1, 1), date(2025, 12, 31))
        rows = CalendarDay.objects.all()
        assert all(is_workday(row.date) == holidays.is_workday(row.date) for row in rows)

    @pytest.mark.parametrize("years", [(2031,), (2025, 2031), (0,), (99999,)])
    def test_an_unknown_year_is_refused_and_nothing_written(self, years):
        with pytest.raises(CommandError, match="没有"):
            self.run(*years)
        assert not CalendarDay.objects.exists()


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (date(2025, 3, 1), []),
        (date(2026, 10, 31), []),
        (date(2031, 3, 1), [2031]),
        (date(2031, 11, 1), [2031, 2032]),
    ],
)
def test_years_without_holidays_are_named(today, missing):
    assert unknown_years(today) == missing


def test_a_year_entered_by_hand_is_known():
    CalendarDay.objects.create(date=date(2031, 10, 1), name="国庆节")
    assert unknown_years(date(2031, 3, 1)) == []


class TestAdmin:
    @pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF_EDITOR])
    @pytest.mark.parametrize("name", ["index", "add"])
    def test_editors_have_no_business_here(self, client, role, name):
        client.force_login(UserFactory(role=role))
        response = client.get(reverse(f"calendar:{name}"))
        assert response.status_code == 302
        assert response.url == "/admin/"

    def test_site_administrators_add_change_and_delete_days(self, client):
        client.force_login(UserFactory(role=Role.SITE_ADMIN))
        data = {"date": "2031-10-01", "name": "国庆节"}
        client.post(reverse("calendar:add"), data)
        row = CalendarDay.objects.get()
        assert (row.date, row.is_workday, row.name) == (date(2031, 10, 1), False, "国庆节")
        assert "国庆节" in client.get(reverse("calendar:index")).content.decode()
        client.post(reverse("calendar:edit", args=[row.pk]), data | {"is_workday": "on"})
        row.refresh_from_db()
        assert row.is_workday
        client.post(reverse("calendar:delete", args=[row.pk]))
        assert not CalendarDay.objects.exists()

    def test_the_same_day_twice_is_refused_in_words(self, client):
        CalendarDay.objects.create(date=date(2031, 10, 1), name="国庆节")
        client.force_login(UserFactory(role=Role.SITE_ADMIN))
        answer = client.post(reverse("calendar:add"), {"date": "2031-10-01", "name": "又一次"})
        assert "这一天已经在日历里，请修改原来的那一行。" in answer.content.decode()
        assert CalendarDay.objects.get().name == "国庆节"

    @pytest.mark.parametrize(("role", "is_told"), [(Role.SITE_ADMIN, True), (Role.EDITOR, False)])
    def test_administrators_are_told_of_a_missing_year(
        self, client, site_home, monkeypatch, role, is_told
    ):
        monkeypatch.setattr(holidays, "is_known", lambda year: False)
        client.force_login(UserFactory(role=role))
        assert ("年的节假日，限期暂按" in client.get("/admin/").content.decode()) == is_told

    def test_the_calendar_itself_says_so_too(self, client, monkeypatch):
        monkeypatch.setattr(holidays, "is_known", lambda year: False)
        client.force_login(UserFactory(role=Role.SITE_ADMIN))
        page = client.get(reverse("calendar:index")).content.decode()
        assert "年的节假日，限期暂按" in page

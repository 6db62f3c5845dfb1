"""Counting openings: by page and day, off the request, without persons."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from editorial.enums import Audience
from feedback.models import FeedbackSettings, PageViews
from feedback.visits import actions, counting, queries
from feedback.visits.counting import ViewCounter
from feedback.visits.rules import is_machine, page_key
from people.roles import Role
from tests.discussions.factories import make_event
from tests.feedback.factories import a_page
from tests.people.factories import TeacherFactory, UserFactory
from tests.stories.factories import story_draft

BROWSER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 MicroMessenger/8.0"
DAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def fresh_counter(monkeypatch):
    """A counter of its own for each test; what it holds is stored with ``flush``."""
    fresh = ViewCounter()
    monkeypatch.setattr(counting, "counter", fresh)
    monkeypatch.setattr("feedback.visits.views.counter", fresh)
    return fresh


def tell(page_id, agent=BROWSER, **headers):
    answer = Client(enforce_csrf_checks=True).post(
        reverse("feedback:seen"), {"page": page_id}, headers={"User-Agent": agent} | headers
    )
    assert answer.status_code == 204
    assert answer.cookies == {}
    return answer


def stored() -> dict[tuple[int, bool], int]:
    counting.flush()
    return {(row.page_id, row.is_month): row.views for row in PageViews.objects.all()}


def test_a_row_holds_no_person_and_no_moment():
    assert {field.name for field in PageViews._meta.get_fields()} == {
        "id",
        "page",
        "first_day",
        "is_month",
        "views",
    }


@pytest.mark.django_db
class TestCounting:
    def test_an_opening_is_counted_without_a_query(self, site_home, django_assert_num_queries):
        page = a_page(site_home)
        with django_assert_num_queries(0):
            tell(page.pk)
            tell(page.pk)
        assert stored() == {(page.pk, False): 2}
        assert PageViews.objects.get().first_day == timezone.localdate()

    @pytest.mark.parametrize(
        "headers",
        [
            {"agent": "Mozilla/5.0 (compatible; Baiduspider/2.0)"},
            {"agent": "Mozilla/5.0 HeadlessChrome/120"},
            {"agent": ""},
            {"Sec-Fetch-Site": "cross-site"},
        ],
    )
    def test_machines_and_other_sites_are_not_readers(self, site_home, headers):
        tell(a_page(site_home).pk, **headers)
        assert stored() == {}

    @pytest.mark.parametrize("page_id", ["", "x", "-1", "0", "9" * 30, "１２", "1 or 1", "\x00"])
    def test_what_is_no_page_is_answered_and_forgotten(self, site_home, page_id):
        tell(page_id)
        assert stored() == {}

    def test_what_the_public_cannot_read_has_no_count(self, site_home):
        author = TeacherFactory()
        closed = make_event(author, audience=Audience.SCHOOL)
        draft = story_draft(author)
        for pk in (closed.pk, draft.pk, 10**15):
            tell(pk)
        assert stored() == {}

    def test_a_failure_is_logged_and_reaches_nobody(self, site_home, monkeypatch, caplog):
        def fail(counts):
            raise DatabaseError("no")

        monkeypatch.setattr(actions, "store", fail)
        tell(a_page(site_home).pk)
        assert stored() == {}
        assert "could not be stored" in caplog.text

    def test_a_message_stores_what_has_gathered_when_it_is_time(self, site_home, monkeypatch):
        page = a_page(site_home)
        monkeypatch.setattr(counting, "FLUSH_AT", 3)
        for _ in range(3):
            tell(page.pk)
        assert PageViews.objects.get().views == 3

    def test_only_posts_count(self, client, site_home):
        assert client.get(reverse("feedback:seen")).status_code == 405


def test_a_flood_moves_a_count_no_further_than_a_bound(fresh_counter):
    for _ in range(counting.MOST_OF_PAGE + 50):
        fresh_counter.add(1, DAY)
    assert fresh_counter.take() == {(1, DAY): counting.MOST_OF_PAGE}


def test_a_flood_of_pages_fills_no_memory(fresh_counter, monkeypatch):
    monkeypatch.setattr(counting, "MOST_PAGES", 3)
    for pk in range(1, 10):
        fresh_counter.add(pk, DAY)
    fresh_counter.add(1, DAY)
    assert fresh_counter.take() == {(1, DAY): 2, (2, DAY): 1, (3, DAY): 1}
    assert fresh_counter.take() == {}


def test_it_is_time_after_half_a_minute():
    now = [0.0]
    counter = ViewCounter(clock=lambda: now[0])
    assert counter.add(1, DAY) is False
    now[0] = counting.FLUSH_SECONDS
    assert counter.add(1, DAY) is True
    counter.take()
    assert counter.add(1, DAY) is False


@given(st.text(max_size=30))
def test_any_text_is_a_key_or_none(text):
    key = page_key(text)
    assert key is None or str(key) == text.lstrip("0")
    assert is_machine(text) in {True, False}


@pytest.mark.django_db
class TestWhoIsCounted:
    """Whether a page asks its browser to tell."""

    def test_visitors(self, client, site_home):
        page = a_page(site_home)
        shown = client.get(page.get_url()).content.decode()
        assert f'data-seen="{page.pk}"' in shown
        assert 'data-to="/seen/"' in shown

    @pytest.mark.parametrize("role", [Role.TEACHER, Role.EDITOR])
    def test_nobody_who_is_signed_in(self, client, site_home, role):
        client.force_login(UserFactory(role=role))
        assert "data-seen" not in client.get(a_page(site_home).get_url()).content.decode()

    def test_no_page_that_is_none(self, client, site_home):
        assert "data-seen" not in client.get("/search/").content.decode()
        assert "data-seen" not in client.get("/no-such-page/").content.decode()

    def test_nobody_where_it_is_switched_off(self, client, site_home):
        page = a_page(site_home)
        FeedbackSettings.objects.create(counts_views=False)
        assert "data-seen" not in client.get(page.get_url()).content.decode()

    def test_the_page_sets_no_cookie(self, client, site_home):
        assert client.get(a_page(site_home).get_url()).cookies == {}


@pytest.mark.django_db
class TestRollingUp:
    def test_old_days_become_months_and_nothing_is_lost(self, site_home, capsys):
        page = a_page(site_home)
        FeedbackSettings.objects.create(view_days=31)
        today = timezone.localdate()
        days = [today - timedelta(days=ago) for ago in range(0, 200, 3)]
        PageViews.objects.bulk_create(PageViews(page=page, first_day=day, views=2) for day in days)
        call_command("tidy_feedback")
        limit = (today - timedelta(days=31)).replace(day=1)
        rows = PageViews.objects.filter(page=page)
        assert set(rows.filter(is_month=False).values_list("first_day", flat=True)) == {
            day for day in days if day >= limit
        }
        assert sum(rows.values_list("views", flat=True)) == 2 * len(days)
        assert {
            day.day for day in rows.filter(is_month=True).values_list("first_day", flat=True)
        } == {1}
        before = sorted(rows.values_list("first_day", "is_month", "views"))
        assert actions.roll_up() == 0
        assert sorted(rows.values_list("first_day", "is_month", "views")) == before

    def test_a_month_can_be_added_to(self, site_home):
        page = a_page(site_home)
        PageViews.objects.create(page=page, first_day=date(2020, 1, 1), is_month=True, views=5)
        PageViews.objects.create(page=page, first_day=date(2020, 1, 9), views=3)
        assert actions.roll_up() == 1
        assert PageViews.objects.get().views == 8


@pytest.mark.django_db
class TestReport:
    def test_sums(self, site_home):
        page, today = a_page(site_home), timezone.localdate()
        for ago, views in ((0, 1), (6, 2), (7, 4), (29, 8), (30, 16)):
            day = today - timedelta(days=ago)
            PageViews.objects.create(page=page, first_day=day, views=views)
        PageViews.objects.create(page=page, first_day=date(2020, 1, 1), is_month=True, views=32)
        row = queries.pages_with_views(today).get(pk=page.pk)
        assert (row.week, row.month, row.ever) == (3, 15, 63)
        totals = queries.daily_totals(today, 8)
        assert [total.views for total in totals] == [4, 2, 0, 0, 0, 0, 0, 1]
        assert totals[-1].day == today

    def test_it_ranks_nobody(self, client, site_home):
        """No column of numbers can be sorted by, whatever the address asks."""
        quiet, read = a_page(site_home, "虚构少人读"), a_page(site_home, "虚构多人读")
        PageViews.objects.create(page=read, first_day=timezone.localdate(), views=9)
        client.force_login(UserFactory(role=Role.EDITOR))
        orders = set()
        for asked in ("", "month", "-month", "ever", "-ever", "week", "-week"):
            rows = client.get(reverse("feedback_views"), {"ordering": asked}).context["object_list"]
            orders.add(tuple(row.pk for row in rows if row.pk in (quiet.pk, read.pk)))
        assert len(orders) == 1

    @pytest.mark.parametrize("count", [1, 30])
    def test_constant_queries(self, client, site_home, django_assert_max_num_queries, count):
        for number in range(count):
            page = a_page(site_home, f"虚构{number}页")
            PageViews.objects.create(page=page, first_day=timezone.localdate(), views=1)
        client.force_login(UserFactory(role=Role.EDITOR))
        client.get(reverse("feedback_views"))
        with django_assert_max_num_queries(16):
            client.get(reverse("feedback_views"))

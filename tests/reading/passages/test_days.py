"""The private record of days: one mark a day, tolerant weeks, gone at once, seen by nobody else."""

import threading
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from modelsearch import index
from wagtail.admin.viewsets import viewsets
from wagtail.models import ReferenceIndex

from people.choices import Stage
from people.roles import Role
from reading.models import DayRead, DayRecord, Period
from reading.passages import days
from reading.passages.rules import week_of
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UserFactory
from tests.reading.passages.factories import make_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(site_home):
    return TeacherFactory(name="林读段")


@pytest.fixture
def signed_in(client, reader):
    client.force_login(reader)
    return client


def test_opting_in_marking_and_taking_back(signed_in, reader):
    make_day(0)
    page = "/reading/passage/"
    assert "记下：今天读过" not in signed_in.get(page).content.decode()
    signed_in.post(reverse("days:opt_in"), {"weekly_aim": 3})
    assert "记下：今天读过" in signed_in.get(page).content.decode()
    for _ in range(3):
        answer = signed_in.post(reverse("days:mark"))
        assert answer["Location"] == reverse("reading:passage_today")
    assert DayRead.objects.get().date == timezone.localdate()
    assert "今天读过了" in signed_in.get(page).content.decode()
    signed_in.post(reverse("days:unmark"), {"day": timezone.localdate().isoformat()})
    assert not DayRead.objects.exists()


def test_nothing_is_noted_without_a_record(signed_in, reader):
    answer = signed_in.post(reverse("days:mark"))
    assert answer["Location"] == reverse("days:days")
    assert not DayRead.objects.exists()
    assert not days.mark_today(reader=reader)
    assert not days.change_aim(reader=reader, weekly_aim=3)


def test_opting_in_twice_keeps_the_days(reader):
    days.opt_in(reader=reader, weekly_aim=3)
    days.mark_today(reader=reader)
    days.opt_in(reader=reader, weekly_aim=6)
    assert DayRecord.objects.get().weekly_aim == 6
    assert DayRead.objects.count() == 1


def test_everything_goes_at_once(signed_in, reader):
    other = TeacherFactory()
    for person in (reader, other):
        days.opt_in(reader=person, weekly_aim=3)
        days.mark_today(reader=person)
    signed_in.post(reverse("days:delete"))
    assert DayRecord.objects.get().reader == other
    assert DayRead.objects.get().record_id == other.pk
    signed_in.post(reverse("days:delete"))
    assert DayRecord.objects.count() == 1


def test_the_account_takes_its_days_with_it(reader):
    days.opt_in(reader=reader, weekly_aim=3)
    days.mark_today(reader=reader)
    DayRecord.objects.filter(reader=reader).delete()
    assert not DayRead.objects.exists()


@pytest.mark.parametrize("aim", ["", "0", "8", "x", "-1", "\0"])
def test_a_bad_aim_is_said_beside_the_field(signed_in, reader, aim):
    for name in ("days:opt_in", "days:aim"):
        assert signed_in.post(reverse(name), {"weekly_aim": aim}).status_code == 422
    assert not DayRecord.objects.exists()
    with pytest.raises(ValidationError):
        days.opt_in(reader=reader, weekly_aim=9)


@pytest.mark.parametrize(
    "query", ["?month=x", "?month=2026-13", "?month=0001-01", "?month=9999-12"]
)
def test_any_month_asked_for_opens(signed_in, reader, query):
    days.opt_in(reader=reader, weekly_aim=3)
    days.mark_today(reader=reader)
    assert signed_in.get(reverse("days:days") + query).status_code == 200
    for day in ("", "x", "2026-02-30"):
        assert signed_in.post(reverse("days:unmark"), {"day": day, "month": "x"}).status_code == 302
    assert DayRead.objects.count() == 1


def test_writes_are_posts_and_need_a_login(site_home):
    client = Client()
    for name in ("opt_in", "aim", "mark", "unmark", "delete"):
        address = reverse(f"days:{name}")
        assert client.get(address).status_code == 405
        assert client.post(address)["Location"].startswith("/accounts/login/")
    assert client.get(reverse("days:days"))["Location"].startswith("/accounts/login/")


def test_the_mark_is_few_queries(signed_in, reader, django_assert_max_num_queries):
    days.opt_in(reader=reader, weekly_aim=3)
    with django_assert_max_num_queries(6):
        signed_in.post(reverse("days:mark"))
    with django_assert_max_num_queries(6):
        signed_in.post(reverse("days:mark"))


@pytest.mark.django_db(transaction=True)
def test_double_taps_of_ten_threads_make_one_mark(site_home):
    reader = TeacherFactory()
    days.opt_in(reader=reader, weekly_aim=3)
    failures = []

    def tap():
        try:
            days.mark_today(reader=reader)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=tap) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert DayRead.objects.count() == 1


class TestWeeks:
    def begin(self, reader, aim=5):
        days.opt_in(reader=reader, weekly_aim=aim)
        DayRecord.objects.update(since=timezone.localdate() - timedelta(days=100))

    def test_a_school_holiday_lowers_the_aim(self, reader):
        self.begin(reader)
        monday, sunday = week_of(timezone.localdate())
        stage = reader.teacher_profile.stage
        other = Stage.SENIOR if stage != Stage.SENIOR else Stage.PRIMARY
        Period.objects.create(
            name="别人的假", kind="holiday", stage=other, starts_on=monday, ends_on=sunday
        )
        before = days.days_of(reader).week.free
        assert before < 7
        Period.objects.create(name="假", kind="holiday", starts_on=monday, ends_on=sunday)
        week = days.days_of(reader).week
        assert (week.free, week.aim) == (7, 0)
        assert "不设目标" in week.words

    def test_a_term_does_not(self, reader):
        self.begin(reader)
        monday, sunday = week_of(timezone.localdate())
        before = days.days_of(reader).week
        Period.objects.create(name="学期", kind="term", starts_on=monday, ends_on=sunday)
        assert days.days_of(reader).week == before

    def test_days_of_other_weeks_do_not_count(self, reader):
        self.begin(reader)
        monday, _ = week_of(timezone.localdate())
        for day in (monday - timedelta(days=1), monday):
            DayRead.objects.create(record_id=reader.pk, date=day)
        assert days.days_of(reader).week.read == 1

    @pytest.mark.parametrize("count", [0, 10, 100])
    def test_the_part_of_my_reading_costs_two_queries(
        self, reader, django_assert_num_queries, count
    ):
        self.begin(reader)
        today = timezone.localdate()
        DayRead.objects.bulk_create(
            DayRead(record_id=reader.pk, date=today - timedelta(days=n)) for n in range(count)
        )
        request = RequestFactory().get("/my/reading/")
        request.user = reader
        part = Template('{% include "reading/parts/my_days.html" %}')
        with django_assert_num_queries(2):
            shown = part.render(Context({"request": request}))
        assert "本周" in shown

    def test_no_streak_rank_or_reminder_is_spoken_of(self, signed_in, reader):
        self.begin(reader)
        text = signed_in.get(reverse("days:days")).content.decode()
        for word in ("连续", "排名第", "名次", "打卡", "坚持", "落后"):
            assert word not in text


SEEING = [None, "colleague", "schooladmin", Role.EDITOR, Role.CHIEF_EDITOR, Role.SITE_ADMIN]


@pytest.mark.parametrize("who", SEEING)
def test_nobody_else_sees_a_day(site_home, reader, who):
    make_day(0)
    days.opt_in(reader=reader, weekly_aim=4)
    days.mark_today(reader=reader)
    client = Client()
    unit = reader.teacher_profile.unit
    if who == "colleague":
        client.force_login(TeacherFactory(unit=unit))
    elif who == "schooladmin":
        client.force_login(SchoolAdminFactory(unit=unit))
    elif who:
        client.force_login(UserFactory(role=who))
    # Their own page is empty; there is no address that takes a person.
    if who:
        assert "开始记录" in client.get(reverse("days:days")).content.decode()
        client.post(reverse("days:unmark"), {"day": timezone.localdate().isoformat()})
        client.post(reverse("days:delete"))
        assert DayRead.objects.filter(record_id=reader.pk).count() == 1
    assert "今天读过了" not in client.get("/reading/passage/").content.decode()
    for address in (
        "/admin/snippets/reading/dayrecord/",
        "/admin/snippets/reading/dayread/",
        "/admin/dayrecord/",
        "/admin/reading/dayrecord/",
        "/api/v2/dayrecords/",
        "/api/v2/reading/dayread/",
    ):
        assert client.get(address, follow=True).status_code in (200, 403, 404)
        assert "每周4天" not in client.get(address, follow=True).content.decode()
    assert "每周4天" not in client.get("/search/?q=林读段").content.decode()


def test_no_room_registers_the_record():
    """No admin list, no search index, no references: what is not registered cannot leak."""
    models = {DayRecord, DayRead}
    assert not models & {getattr(viewset, "model", None) for viewset in viewsets.viewsets}
    assert not any(issubclass(model, index.Indexed) for model in models)
    assert not any(ReferenceIndex.model_is_indexable(model) for model in models)
    assert not any(getattr(model, "snippet_viewset", None) for model in models)
    related = [
        model
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.many_to_one and field.concrete and field.related_model in models
    ]
    assert related == [DayRead]

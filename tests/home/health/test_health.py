"""The examination: what it finds, who reads it, that it never fetches anything."""

import io
import socket
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from editorial.enums import Audience
from feedback.models import TrustedHost
from home.health import actions, queries, rules
from home.health.models import HealthExam, HealthFinding, HealthSettings, Matter
from home.health.rules import UnitIdle, told_units
from people.models import Consent, User
from people.roles import Role
from tests.discussions.factories import make_event
from tests.feedback.factories import a_page, make_crowd
from tests.media.factories import ImageFactory
from tests.people.factories import TeacherFactory, UnitFactory, UserFactory
from tests.world import World

pytestmark = pytest.mark.django_db


def found(matter: Matter) -> list[tuple[str, str]]:
    actions.examine()
    return list(HealthFinding.objects.filter(matter=matter).values_list("title", "words"))


def link(address: str) -> tuple[str, str]:
    return ("paragraph", f'<p><a href="{address}">这里</a></p>')


class TestRules:
    @pytest.mark.parametrize(
        ("newest", "stale"),
        [(None, True), (date(2026, 1, 1), True), (date(2026, 1, 2), False)],
    )
    def test_stale(self, newest, stale):
        assert rules.is_stale(newest, date(2026, 2, 1), 30) is stale

    def test_small_units_are_told_together_or_not_at_all(self):
        rows = [
            UnitIdle("大", 2, 5),
            UnitIdle("没有", 0, 9),
            UnitIdle("小", 1, 4),
            UnitIdle("也小", 0, 2),
        ]
        assert told_units(rows) == [
            UnitIdle("大", 2, 5),
            UnitIdle("不足 5 人的单位合计", 1, 6),
        ]
        assert told_units([UnitIdle("小", 4, 4)]) == []

    def test_a_worker_is_silent_when_a_task_waits_long(self):
        now = timezone.now()
        assert not rules.is_worker_silent(None, now)
        assert not rules.is_worker_silent(now - timedelta(minutes=1), now)
        assert rules.is_worker_silent(now - timedelta(hours=1), now)


class TestFindings:
    def test_a_column_without_anything_new(self, site_home):
        old = make_event(TeacherFactory(), title="虚构的旧活动")
        titles = dict(found(Matter.STALE))
        assert "论坛活动" not in titles
        assert titles["师德风采"] == "还没有内容。"
        Page.objects.filter(pk=old.pk).update(
            first_published_at=timezone.now() - timedelta(days=46)
        )
        assert "已有 46 天" in dict(found(Matter.STALE))["论坛活动"]
        HealthSettings.objects.create(stale_days=60)
        assert "论坛活动" not in dict(found(Matter.STALE))

    def test_links_that_lead_nowhere(self, site_home):
        target = a_page(site_home, "虚构目标")
        a_page(
            site_home,
            "虚构来源",
            body=[
                link("/no-such-page/"),
                link("/stories/"),
                ("paragraph", f'<p><a linktype="page" id="{target.pk}">那里</a></p>'),
            ],
        )
        assert found(Matter.LINK) == [("虚构来源", "“这里”：站内没有这个地址，请核对链接。")]
        target.unpublish()
        assert len(found(Matter.LINK)) == 2

    def test_outside_links_are_listed_and_never_fetched(self, site_home, monkeypatch):
        def refuse(*args, **kwargs):
            raise AssertionError("nothing outside is fetched")

        a_page(
            site_home,
            "虚构来源",
            body=[
                link("https://elsewhere.example/a"),
                link("http://elsewhere.example/b"),
                link("https://trusted.example/"),
                link("https://testserver/stories/"),
            ],
        )
        TrustedHost.objects.create(host="trusted.example")
        if connection.vendor == "sqlite":  # PostgreSQL is reached through a socket, too
            monkeypatch.setattr(socket.socket, "connect", refuse)
        rows = found(Matter.OUTSIDE)
        assert [words for _, words in rows] == [
            "elsewhere.example：请点开看看还在不在。",
            "elsewhere.example：网址不是 https 开头，内容可能被改。",
        ]

    def test_pictures_without_words_wherever_they_stand(self, site_home):
        silent, told = ImageFactory(alt_text=""), ImageFactory(alt_text="一棵树")
        own_words = ("image", {"image": silent, "alt": "一条河"})
        gallery = ("gallery", {"images": [{"image": silent}, {"image": told}]})
        a_page(site_home, "虚构甲页", body=[own_words], cover=silent)
        a_page(site_home, "虚构乙页", body=[gallery], cover=told)
        a_page(site_home, "虚构丙页", cover=silent)
        assert sorted(found(Matter.PICTURE)) == [
            ("虚构丙页", "题图没有替代文字。"),
            ("虚构乙页", "正文里有 1 张图片没有替代文字。"),
        ]

    def test_what_ends_soon(self, site_home):
        now, today = timezone.now(), timezone.localdate()
        soon = a_page(site_home, "虚构快到期")
        later = a_page(site_home, "虚构还早")
        Page.objects.filter(pk=soon.pk).update(expire_at=now + timedelta(days=3))
        Page.objects.filter(pk=later.pk).update(expire_at=now + timedelta(days=300))
        for name, days in (("虚构人", 5), ("虚构别人", 400)):
            Consent.objects.create(
                page=soon,
                person_name=name,
                scope="name",
                given_on=today,
                expires_on=today + timedelta(days=days),
            )
        rows = found(Matter.EXPIRING)
        assert [title for title, _ in rows] == ["虚构快到期", "虚构快到期"]
        assert "页面还有 3 天到期" in rows[0][1]
        assert "同意还有 5 天到期" in rows[1][1]
        assert not HealthFinding.objects.filter(words__contains="虚构人").exists()

    def test_idle_accounts_are_numbers_of_units(self, site_home):
        unit = UnitFactory(name="虚构中学")
        users = [TeacherFactory(unit=unit) for _ in range(6)]
        long_ago = timezone.now() - timedelta(days=200)
        User.objects.filter(pk__in=[user.pk for user in users[:3]]).update(
            date_joined=long_ago, last_login=None
        )
        User.objects.filter(pk=users[3].pk).update(date_joined=long_ago, last_login=long_ago)
        User.objects.filter(pk=users[4].pk).update(date_joined=long_ago, last_login=timezone.now())
        assert found(Matter.IDLE) == [("虚构中学", "6 个账号里有 4 个超过 180 天没有登录。")]
        assert {user.pk for user in queries.idle_users()} == {user.pk for user in users[:4]}

    def test_nothing_that_is_not_public_is_examined(self, site_home):
        closed = make_event(TeacherFactory(), title="虚构内部活动", audience=Audience.SCHOOL)
        closed.body = [link("/no-such-page/")]
        type(closed).objects.filter(pk=closed.pk).update(body=closed.body)
        assert found(Matter.LINK) == []

    def test_again_replaces_what_was_found(self, site_home, capsys):
        page = a_page(site_home, "虚构来源", body=[link("/no-such-page/")])
        assert len(found(Matter.LINK)) == 1
        assert len(found(Matter.LINK)) == 1
        page.unpublish()
        call_command("examine_site")
        assert not HealthFinding.objects.filter(matter=Matter.LINK).exists()
        assert HealthExam.objects.count() == 1
        assert "处要看" in capsys.readouterr().out

    def test_no_more_of_a_matter_than_anybody_reads(self, site_home, monkeypatch):
        monkeypatch.setattr("home.health.checks.MOST_OF_MATTER", 3)
        a_page(site_home, body=[link(f"/no-such-page-{n}/") for n in range(9)])
        assert len(found(Matter.LINK)) == 3

    def test_a_hundred_pages_cost_little_more_than_ten(self, site_home):
        def cost() -> int:
            with CaptureQueriesContext(connection) as context:
                actions.examine()
            return len(context)

        for number in range(10):
            a_page(site_home, f"虚构{number}", body=[link("/stories/")])
        ten = cost()
        for number in range(10, 60):
            a_page(site_home, f"虚构{number}", body=[link("/stories/")])
        assert cost() <= ten + 1


PAGES = ("site_health", "health_findings", "health_idle", "content_planner")
OPEN_TO = {
    "site_health": {"editor", "second editor", "chief", "site admin", "superuser"},
    "health_findings": {"editor", "second editor", "chief", "site admin", "superuser"},
    "health_idle": {"site admin", "superuser"},
    "content_planner": {"editor", "second editor", "chief"},
}


@pytest.mark.parametrize("name", PAGES)
def test_who_reads_what(client, site_home, name):
    crowd = make_crowd()
    idle = TeacherFactory(name="虚构久不来")
    User.objects.filter(pk=idle.pk).update(date_joined=timezone.now() - timedelta(days=999))
    actions.examine()
    let_in = set()
    for who, person in crowd.people.items():
        if who == "anonymous":
            client.logout()
        else:
            client.force_login(person)
        answer = client.get(reverse(name))
        assert answer.status_code in {200, 302, 403}
        if answer.status_code == 200:
            let_in.add(who)
        assert ("虚构久不来" in answer.content.decode()) is (
            name == "health_idle" and answer.status_code == 200
        )
    assert let_in == OPEN_TO[name]


def test_names_do_not_go_into_a_file(client, site_home):
    client.force_login(UserFactory(role=Role.SITE_ADMIN))
    page = client.get(reverse("health_idle")).content.decode()
    assert "export=xlsx" not in page
    idle = TeacherFactory(name="虚构久不来")
    User.objects.filter(pk=idle.pk).update(date_joined=timezone.now() - timedelta(days=999))
    answer = client.get(reverse("health_idle"), {"export": "xlsx"})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer["Content-Type"].startswith("application/vnd"):
        sheet = openpyxl.load_workbook(io.BytesIO(body)).active
        assert list(sheet.iter_rows(values_only=True)) in ([], [()])


def test_the_dashboard_reads_and_counts_nothing(client, site_home):
    world = World()
    client.force_login(UserFactory(role=Role.EDITOR))
    costs = {}
    for amount in (1, 10):
        world.grow_to(amount)
        actions.examine()
        client.get(reverse("site_health"))
        with CaptureQueriesContext(connection) as context:
            assert client.get(reverse("site_health")).status_code == 200
        costs[amount] = len(context)
    assert len(set(costs.values())) == 1, costs
    assert costs[10] <= 16


def test_before_the_first_night(client, site_home):
    client.force_login(UserFactory(role=Role.EDITOR))
    assert "还没有检查过" in client.get(reverse("site_health")).content.decode()


def test_an_editor_asks_for_another_examination(client, site_home):
    client.force_login(UserFactory(role=Role.EDITOR))
    answer = client.post(reverse("site_health_again"), follow=True)
    assert "已经安排重新检查" in answer.content.decode()
    assert HealthExam.objects.exists()
    client.force_login(TeacherFactory())
    assert client.post(reverse("site_health_again")).status_code == 403

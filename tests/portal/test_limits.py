"""429: how often who may do what."""

import pytest
from django.conf import settings as portal_settings
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse

from portal import limits
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db
TEXT = "写了很久的一段话，不能因为点得太快就丢掉，请原样还给我。" * 3


@pytest.fixture(autouse=True)
def counting(settings):
    settings.RATELIMIT_ENABLE = True
    settings.RATE_LIMITS = settings.RATE_LIMITS | {
        "write": "5/h",
        "submit": "2/h",
        "export": "2/h",
        "anonymous write": "2/h",
        "anonymous search": "2/h",
        "address search": "5/h",
    }


def statuses(ask, times: int) -> list[int]:
    return [ask().status_code for _ in range(times)]


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def names_of(resolver, above: tuple[str, ...] = ()) -> set[str]:
    found = set()
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            found |= names_of(each, above + ((each.namespace,) if each.namespace else ()))
        elif each.name:
            found.add(":".join((*above, each.name)))
    return found


def test_the_table_names_addresses_and_actions_that_exist():
    named = {**portal_settings.LIMITED_ADDRESSES, **portal_settings.LIMITED_LOOKS}
    assert set(named.values()) <= set(portal_settings.RATE_LIMITS)
    assert {*named, *portal_settings.SEARCHES} - names_of(get_resolver()) == set()


def test_an_account_is_stopped_and_told_when_to_come_again(site_home):
    client = client_of(TeacherFactory())
    found = statuses(lambda: client.post("/my/notifications/read/"), 6)
    assert found == [302] * 5 + [429]
    answer = client.post("/my/notifications/read/", {"text": TEXT})
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert answer["Cache-Control"] == "no-store"
    shown = answer.content.decode()
    assert "操作太频繁了" in shown
    assert TEXT in shown
    assert client.get("/my/").status_code == 200, "looking is not writing"


def test_colleagues_behind_one_address_do_not_stop_each_other(site_home):
    first, second = client_of(TeacherFactory()), client_of(TeacherFactory())
    statuses(lambda: first.post("/my/notifications/read/"), 9)
    assert second.post("/my/notifications/read/").status_code == 302


def test_another_device_does_not_help(site_home):
    user = TeacherFactory()
    statuses(lambda: client_of(user).post("/my/notifications/read/"), 5)
    assert client_of(user).post("/my/notifications/read/").status_code == 429


def test_scripts_are_told_in_their_own_way(site_home):
    client = client_of(TeacherFactory())
    statuses(lambda: client.post("/my/notifications/read/"), 5)
    for header in ({"HX-Request": "true"}, {"Accept": "application/json"}):
        answer = client.post("/my/notifications/read/", headers=header)
        assert (answer.status_code, list(answer.json())) == (429, ["message"])


def test_an_action_has_its_own_figure_and_looking_at_its_form_is_free(site_home):
    client = client_of(TeacherFactory())
    address = "/my/submissions/new/reading-log/"
    assert statuses(lambda: client.get(address), 4) == [200] * 4
    found = statuses(lambda: client.post(address, {}), 3)
    assert found[2] == 429
    assert 429 not in found[:2]
    assert client.post("/my/notifications/read/").status_code == 302


def test_exports_are_counted_where_they_are_looked_at(site_home):
    client = client_of(TeacherFactory())
    address = reverse("events:own_data")
    assert statuses(lambda: client.get(address), 3) == [200, 200, 429]


class TestVisitors:
    def test_searches(self, site_home, client):
        assert statuses(lambda: client.get("/search/?q=书"), 3) == [200, 200, 429]

    def test_another_browser_at_the_same_school_goes_on(self, site_home, client):
        statuses(lambda: client.get("/search/?q=书"), 3)
        other = Client(headers={"User-Agent": "another"})
        assert other.get("/search/?q=书").status_code == 200

    def test_one_machine_with_many_names_does_not(self, site_home):
        agents = (Client(headers={"User-Agent": f"browser {n}"}) for n in range(6))
        found = [agent.get("/search/?q=书").status_code for agent in agents]
        assert found == [200] * 5 + [429]

    def test_writes(self, site_home, client):
        ask = lambda: client.post("/accounts/login/", {"login": "x", "password": "x"})  # noqa: E731
        assert statuses(ask, 3) == [200, 200, 429]

    def test_pages_are_free_and_leave_no_cookie(self, site_home, client):
        found = [client.get("/") for _ in range(9)]
        assert {answer.status_code for answer in found} == {200}
        assert not any(answer.cookies for answer in found)


def test_without_a_cache_the_site_goes_on(site_home, client, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(cache, "add", broken)
    assert statuses(lambda: client.get("/search/suggest/?q=书"), 4) == [200] * 4
    assert "cannot count" in caplog.text


def test_refusals_of_allauth_say_when_too():
    answer = type("Answer", (), {"status_code": 429, "headers": {}})()
    limits.LimitsMiddleware(lambda request: answer)(object())
    assert answer.headers == {"Retry-After": "300"}

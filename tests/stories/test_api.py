"""``/api/v2/people/`` and ``/api/v2/honours/``: what the pages show, in another form."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.choices import ConsentScope
from stories.models import HonourLevel
from tests.people.factories import UnitFactory
from tests.portal.test_api import documented
from tests.stories.factories import agree, make_exemplar, make_honour

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(site_home):
    """Somebody who agreed, and somebody who did not."""
    unit = UnitFactory(name="虚构听雨小学")
    person = make_exemplar("苏砚秋", unit=unit, subject="书法", title="教师")
    agree(person, scope=ConsentScope.NAME)
    make_honour(person, "霁月标兵", level=HonourLevel.DISTRICT)
    make_honour(person, "只是说过", basis="stated")
    make_honour(make_exemplar("未同意"), "不公开的荣誉")
    return person


def test_a_person(client, shown):
    found = client.get(f"/api/v2/people/{shown.pk}/").json()
    meta = found.pop("meta")
    assert meta["html_url"] == f"http://testserver{shown.get_absolute_url()}"
    assert found == {
        "id": shown.pk,
        "name": "苏砚秋",
        "unit_name": "虚构听雨小学",
        "stage": "",
        "subject": "书法",
        "title": "教师",
        "introduction": "",
    }
    fields, of_meta = documented()["people"]
    assert ([*found], [*meta]) == (fields, of_meta)


def test_an_honour_and_its_holder(client, shown):
    (listed,) = client.get("/api/v2/honours/?fields=*").json()["items"]
    assert listed["title"] == "霁月标兵"
    assert listed["level_name"] == HonourLevel.DISTRICT.label
    assert listed["holder"]["name"] == "苏砚秋"
    assert listed["holder"]["meta"]["detail_url"].endswith(f"/api/v2/people/{shown.pk}/")
    fields, meta = documented()["honours"]
    assert {*listed} == {*fields, "meta"}
    assert {*listed["meta"]} == {*meta}
    assert client.get(f"/api/v2/honours/?holder={shown.pk}&year=2024").json()["items"]
    assert client.get("/api/v2/honours/?year=1999").json()["items"] == []


def test_who_did_not_agree_and_what_nobody_checked_is_not_there(client, shown):
    for address in ("/api/v2/people/?fields=*", "/api/v2/honours/?fields=*"):
        text = client.get(address).content.decode()
        for hidden in ("未同意", "不公开的荣誉", "只是说过"):
            assert hidden not in text
    other = make_exemplar("也未同意")
    assert client.get(f"/api/v2/people/{other.pk}/").status_code == 404
    honour = make_honour(other, "别的")
    assert client.get(f"/api/v2/honours/{honour.pk}/").status_code == 404


@pytest.mark.parametrize("query", ["search=苏", "account=1", "holder__name=苏砚秋", "portrait=1"])
def test_only_what_is_told_can_be_asked_for(client, shown, query):
    answer = client.get(f"/api/v2/people/?{query}")
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("不认识的参数：")


@pytest.mark.parametrize("address", ["/api/v2/people/?fields=*", "/api/v2/honours/?fields=*"])
def test_a_list_costs_the_same_however_long(client, shown, address):
    client.get(address)
    used = []
    for amount in (1, 9):
        for number in range(amount):
            person = make_exemplar(f"虚构{amount}{number}", unit=shown.unit)
            agree(person)
            make_honour(person)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        used.append(len(captured))
    assert used[0] == used[1]

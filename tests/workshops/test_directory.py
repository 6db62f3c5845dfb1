"""The directory: filters, search, constant queries; the public page of a workshop."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail import hooks

from people.choices import UnitKind
from portal.facts import WORKSHOP_FACTS_HOOK, Fact, FactKind
from tests.people.factories import TeacherFactory, UnitFactory
from tests.workshops.factories import make_host, make_member, make_showcase, make_workshop
from workshops.models import WorkshopIndexPage, WorkshopPage

pytestmark = pytest.mark.django_db


def titles(client, query=""):
    answer = client.get(f"/workshops/{query}")
    assert answer.status_code == 200
    return [page.title for page in answer.context["page_obj"]]


@pytest.fixture
def three(site_home):
    area = UnitFactory(kind=UnitKind.CENTRAL_SCHOOL, stage="")
    school = UnitFactory(parent=area)
    return {
        "area": area,
        "语文坊": make_workshop(title="语文坊", subject="语文", unit=school),
        "数学坊": make_workshop(title="数学坊", subject="数学", tier="school"),
        "校长坊": make_workshop(title="校长坊", workshop_kind="principal"),
    }


def test_the_directory_narrows_by_tier_kind_subject_and_unit(client, three):
    assert titles(client) == ["语文坊", "数学坊", "校长坊"]
    assert titles(client, "?tier=school") == ["数学坊"]
    assert titles(client, "?kind=principal") == ["校长坊"]
    assert titles(client, "?subject=语文") == ["语文坊"]
    assert titles(client, f"?unit={three['area'].pk}") == ["语文坊"]
    assert titles(client, f"?unit={three['area'].pk}&tier=school") == []


@pytest.mark.parametrize(
    "query", ["?tier=king", "?unit=x", "?unit=999999", "?subject=%00", "?page=x"]
)
def test_a_value_that_is_not_offered_narrows_nothing(client, three, query):
    assert len(titles(client, query)) == 3


def test_the_filter_offers_no_subject_of_a_hidden_workshop(client, three):
    three["数学坊"].unpublish()
    page = client.get("/workshops/").content.decode()
    assert '<option value="语文"' in page
    assert '<option value="数学"' not in page


def count(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def grow(amount):
    """Add workshops below the directory as the tree would have them, without their revisions."""
    parent = WorkshopIndexPage.objects.get()
    unit = UnitFactory()
    for number in range(amount):
        parent.add_child(
            instance=WorkshopPage(
                title=f"坊{WorkshopPage.objects.count()}",
                slug=f"many-{WorkshopPage.objects.count()}",
                tier="city",
                subject=f"学科{number % 7}",
                unit=unit,
                host_name="虚构",
            )
        )


@pytest.mark.parametrize("is_signed_in", [False, True])
@pytest.mark.parametrize("address", ["/workshops/", "/workshops/?tier=city&subject=学科1"])
def test_queries_of_the_directory_do_not_grow(client, site_home, address, is_signed_in):
    counts = []
    if is_signed_in:
        client.force_login(TeacherFactory())
    for amount in (1, 9, 90):
        grow(amount)
        counts.append(count(client, address))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 20


@pytest.mark.parametrize("who", ["visitor", "teacher", "member", "host"])
def test_queries_of_a_workshop_do_not_grow(client, site_home, who):
    host = make_host()
    workshop = make_workshop(host)
    people = {"teacher": TeacherFactory, "host": lambda: host}
    people["member"] = lambda: make_member(workshop).user
    if who in people:
        client.force_login(people[who]())
    counts = []
    for amount in (1, 5, 15):
        for number in range(amount):
            make_showcase(workshop, host, title=f"课例{amount}-{number}")
        counts.append(count(client, workshop.get_url()))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 20


def test_our_own_addresses_are_kept_free(site_home):
    with pytest.raises(ValidationError) as refused:
        WorkshopPage(title="覆盖", slug="coverage", tier="city", host_name="虚构").clean()
    assert list(refused.value.message_dict) == ["slug"]


def test_activities_come_from_other_rooms_as_the_reader_may_know_them(client, site_home):
    workshop, today = make_workshop(), timezone.localdate()

    def told(page, reader, start, end):
        knows = reader is not None and reader.is_authenticated
        yield Fact(FactKind.ACTIVITY, today + timedelta(days=3), "下次评课", "/forums/x/")
        yield Fact(FactKind.ACTIVITY, today - timedelta(days=3), "只给老师", is_visible=knows)
        yield Fact(FactKind.ACTIVITY, today - timedelta(days=4000), "太久以前")
        yield Fact(FactKind.ATTENDANCE, today, "出席不在这里列", number=30, unit="人次")

    with hooks.register_temporarily(WORKSHOP_FACTS_HOOK, told):
        page = client.get(workshop.get_url()).content.decode()
        client.force_login(TeacherFactory())
        seen = client.get(workshop.get_url()).content.decode()
    assert '<a href="/forums/x/">下次评课</a>' in page
    assert "只给老师" not in page
    assert "只给老师" in seen
    assert "太久以前" not in page
    assert "出席不在这里列" not in page

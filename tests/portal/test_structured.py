"""JSON-LD: what each page says of itself, and that no title leaves its element."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.models import PortalPage
from portal.registry import concrete_subclasses
from portal.structured import as_script, breadcrumb_list, person, thing
from tests.editorial.factories import log_draft, put_live
from tests.people.factories import TeacherFactory
from tests.world import World

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
BASE = "http://testserver"


def said(client, address):
    """What a page says, by type."""
    (found,) = SCRIPT.findall(client.get(address).content.decode())
    data = json.loads(found)
    assert data["@context"] == "https://schema.org"
    return {each["@type"]: each for each in data.get("@graph", [data])}


# -- pure --------------------------------------------------------------------------------------


@given(st.text())
def test_no_text_leaves_the_element(text):
    script = as_script([thing("Thing", name=text)] * 2)
    assert not set(script) & set("<>&\u2028\u2029")
    assert [each.get("name", "") for each in json.loads(script)["@graph"]] == [text, text]


def test_unknown_facts_are_left_out():
    assert thing("Book", name="书", isbn="", author=None, review=[]) == {
        "@type": "Book",
        "name": "书",
    }
    assert person("") is None
    assert person("林虚构", unit="虚构小学")["worksFor"] == {
        "@type": "Organization",
        "name": "虚构小学",
    }
    assert as_script([]) == ""


def test_the_way_down_is_numbered(rf):
    crumbs = [{"title": "首页", "url": "/"}, {"title": "故事", "url": "/stories/"}]
    steps = breadcrumb_list(crumbs, "灯", rf.get("/stories/deng/"))["itemListElement"]
    assert [(step["position"], step["name"], step.get("item")) for step in steps] == [
        (1, "首页", f"{BASE}/"),
        (2, "故事", f"{BASE}/stories/"),
        (3, "灯", None),
    ]
    assert breadcrumb_list([], "首页", rf.get("/")) is None


# -- pages -------------------------------------------------------------------------------------


@pytest.fixture
def world(site_home):
    grown = World()
    grown.grow_to(1)
    return grown


@pytest.mark.django_db
def test_every_kind_says_what_it_is(client, world):
    addresses = {
        "/": {"WebSite"},
        "/stories/": {"CollectionPage", "BreadcrumbList"},
        world.story.get_url(): {"Article", "BreadcrumbList"},
        world.book_list.get_url(): {"Article", "BreadcrumbList"},
        world.log.get_url(): {"Review", "BreadcrumbList"},
        world.corner.get_url(): {"Article", "BreadcrumbList"},
        world.event.get_url(): {"Event", "BreadcrumbList"},
        world.workshop.get_url(): {"Organization", "BreadcrumbList"},
        world.showcase.get_url(): {"Article", "BreadcrumbList"},
        world.topic.get_url(): {"WebPage", "BreadcrumbList"},
        world.work.get_absolute_url(): {"Book", "BreadcrumbList"},
        "/tags/ban-zhu-ren/": {"CollectionPage", "BreadcrumbList"},
        f"/authors/{world.author.pk}/": {"ProfilePage", "BreadcrumbList"},
        f"/units/{world.author.unit.pk}/": {"Organization", "BreadcrumbList"},
    }
    assert {a: set(said(client, a)) for a in addresses} == addresses


def test_every_page_type_has_the_mechanism():
    for model in concrete_subclasses(PortalPage):
        assert model.schema_type, model


@pytest.mark.django_db
def test_the_facts_are_those_of_the_page(client, world):
    story = said(client, world.story.get_url())["Article"]
    assert story["headline"] == world.story.title
    assert story["url"] == world.story.get_full_url()
    assert story["about"]["name"] == "虚构"
    assert "班主任" in story["keywords"]
    assert story["author"] == {
        "@type": "Person",
        "name": world.author.name,
        "url": f"{BASE}/authors/{world.author.pk}/",
        "worksFor": {"@type": "Organization", "name": world.author.unit.name},
    }
    assert story["datePublished"].endswith("+08:00")
    books = said(client, world.book_list.get_url())["Article"]["mainEntity"]
    assert [row["item"]["name"] for row in books["itemListElement"]] == [
        world.work.title,
        "书1",
    ]
    log = said(client, world.log.get_url())["Review"]
    assert log["itemReviewed"]["url"] == BASE + world.work.get_absolute_url()
    assert log["reviewBody"] == "摘要"
    event = said(client, world.event.get_url())["Event"]
    assert event["eventAttendanceMode"].endswith("/OfflineEventAttendanceMode")
    assert [each["name"] for each in event["performer"]] == ["虚构甲", "虚构乙"]
    assert event["startDate"].endswith("+08:00")
    site = said(client, "/")["WebSite"]
    assert "{search_term_string}" in site["potentialAction"]["target"]["urlTemplate"]


@pytest.mark.django_db
def test_a_pen_name_has_no_page_and_no_other_name(client, site_home):
    author = TeacherFactory(name="林虚构")
    page = put_live(log_draft(author, byline="半亩塘"))
    data = said(client, page.get_url())["Review"]
    assert data["author"]["name"] == "半亩塘"
    assert "url" not in data["author"]
    assert "林虚构" not in json.dumps(data, ensure_ascii=False)


@pytest.mark.django_db
def test_who_is_signed_in_gets_none(client, world):
    client.force_login(TeacherFactory())
    assert "ld+json" not in client.get(world.story.get_url()).content.decode()

"""The search page on a backend that knows neither audiences nor labels."""

import pytest
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from editorial.enums import Audience
from search.find import NEWEST, Inquiry, find, fruitful
from tests.people.factories import TeacherFactory
from tests.search.pieces import live_log, live_story, narrow


@pytest.fixture
def plain_backend(settings):
    """Modelsearch's simplest backend: it looks into the database itself and needs no index."""
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "modelsearch.backends.database.fallback"}
    }


@pytest.fixture
def author(site_home, plain_backend):
    return TeacherFactory()


def titles(findings):
    return [page.title for page in findings.results]


def test_only_what_the_reader_may_open_is_found_and_counted(author):
    live_story(author, "梧桐公开", year=2024)
    secret = live_story(author, "梧桐本校", unit=author.unit)
    narrow(secret, Audience.SCHOOL, author.unit)
    assert titles(find(Inquiry(text="梧桐"))) == ["梧桐公开"]
    assert find(Inquiry(text="梧桐")).results.count() == 1
    assert sorted(titles(find(Inquiry(text="梧桐"), author))) == ["梧桐公开", "梧桐本校"]
    assert fruitful(["梧桐本校", "火星"], author) == ["梧桐本校"]
    assert fruitful(["梧桐本校"]) == []


def test_type_and_year_narrow_and_each_counts_under_the_other(author):
    live_story(author, "梧桐之一", year=2024)
    live_story(author, "梧桐之二", year=2025)
    log = live_log(author, "梧桐之三")
    year = str(log.display_date.year)
    findings = find(Inquiry(text="梧桐", kind="storypage", year="2024"))
    assert titles(findings) == ["梧桐之一"]
    counted = {g.name: {f.value: f.count for f in g.facets} for g in findings.facets}
    assert counted["type"] == {"storypage": 1}
    assert counted["year"] == {"2024": 1, "2025": 1}
    newest = find(Inquiry(text="梧桐", sort=NEWEST))
    assert titles(newest) == ["梧桐之三", "梧桐之二", "梧桐之一"]
    assert year in {f.value for g in newest.facets if g.name == "year" for f in g.facets}


def test_the_page_pages_and_answers(author, client):
    for number in range(12):
        live_story(author, f"梧桐{number:02}")
    assert type(get_search_backend()).__name__ == "DatabaseSearchBackend"
    assert Page.objects.live().search("梧桐").count() == 12
    response = client.get("/search/", {"q": "梧桐", "page": "2"})
    assert response.status_code == 200
    assert response.context["total"] == 12
    assert len(response.context["entries"]) == 2
    assert client.get("/search/", {"q": "无此一词"}).context["total"] == 0


def test_titles_are_suggested_to_those_who_may_open_them(author, client):
    live_story(author, "梧桐公开")
    narrow(live_story(author, "梧桐本校", unit=author.unit), Audience.SCHOOL, author.unit)
    offered = [each["text"] for each in client.get("/search/suggest/?q=梧桐").json()["suggestions"]]
    assert offered == ["梧桐公开"]


def test_while_there_is_no_index_choices_still_narrow(site_home, index_path):
    author = TeacherFactory()
    live_story(author, "梧桐之一", year=2024)
    live_log(author, "梧桐之二")
    findings = find(Inquiry(text="梧桐", kind="storypage"))
    assert titles(findings) == ["梧桐之一"]
    counted = {g.name: {f.value: f.count for f in g.facets} for g in findings.facets}
    assert counted["type"] == {"storypage": 1, "readinglogpage": 1}
    assert fruitful(["梧桐", "火星"]) == ["梧桐"]

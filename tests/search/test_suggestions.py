import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from editorial.enums import Audience
from search import vocabulary
from search.vocabulary.completing import Completion
from tests.people.factories import TeacherFactory
from tests.search.pieces import live_story, narrow


@pytest.fixture
def suggest(client, search_index):
    def get(typed: str = "", **extra):
        search_index()
        response = client.get(reverse("search:suggest"), {"q": typed}, **extra)
        assert response.status_code == 200
        return response

    return get


@pytest.fixture
def known(monkeypatch):
    """Let the vocabulary know these words: ``known(complete=[…], corrections=[…])``."""

    def know(complete=(), corrections=()):
        words = [Completion(text, is_title=False) for text in complete]
        monkeypatch.setattr(vocabulary, "completions", lambda typed, limit: words[:limit])
        monkeypatch.setattr(vocabulary, "corrections", lambda text, limit=3: list(corrections))

    know()
    return know


def texts(response) -> list[str]:
    return [each["text"] for each in json.loads(response.content)["suggestions"]]


def test_titles_that_begin_so_with_their_addresses(suggest, known, make_page):
    page = make_page("教育学")
    make_page("数学")
    assert json.loads(suggest("教").content) == {
        "suggestions": [{"text": "教育学", "url": page.get_url(), "kind": "页面"}]
    }


def test_words_only_where_the_reader_finds_something(suggest, known, make_page):
    make_page("教育学")
    private = make_page("教研秘密")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    known(complete=["教育", "教研", "教练"])
    response = suggest("教")
    assert texts(response) == ["教育", "教育学"]
    assert json.loads(response.content)["suggestions"][0]["url"] == (
        f"{reverse('search:results')}?q=%E6%95%99%E8%82%B2"
    )


def test_at_most_eight(suggest, known, make_page):
    for number in range(12):
        make_page(f"教育{number}")
    known(complete=["教育"])
    assert len(texts(suggest("教育"))) == 8


def test_drafts_and_other_schools_are_not_suggested(client, suggest, known, site_home, make_page):
    make_page("瓦当草稿", live=False)
    author = TeacherFactory()
    story = live_story(author, "瓦当校内", unit=author.unit)
    narrow(story, Audience.SCHOOL, author.unit)
    known(complete=["瓦当"])
    assert texts(suggest("瓦")) == []
    client.force_login(TeacherFactory())
    assert texts(suggest("瓦")) == []
    client.force_login(author)
    assert texts(suggest("瓦")) == ["瓦当", "瓦当校内"]


def test_for_this_visitor_alone(suggest, known):
    response = suggest("教")
    assert set(response["Cache-Control"].split(", ")) == {"private", "max-age=60"}
    assert "Cookie" in response["Vary"]


@pytest.mark.parametrize(
    "typed", ["", "\x00", "\u202e教", "a" * 10_000, "*", '"', "<script>", "的", "😀", "' OR 1=1"]
)
def test_hostile_typing(suggest, make_page, typed):
    make_page("教育")
    assert texts(suggest(typed)) in ([], ["教育"])


def test_other_methods_are_refused(client, search_index):
    assert client.post(reverse("search:suggest"), {"q": "教"}).status_code == 405


def test_queries_do_not_grow_with_pages(suggest, known, make_page):
    used = []
    made = 0
    for count in (1, 10, 100):
        while made < count:
            made += 1
            make_page(f"教育{made}")
        suggest("教育")
        with CaptureQueriesContext(connection) as queries:
            suggest("教育")
        used.append(len(queries))
    assert max(used) <= 8
    assert used[1] == used[2]


def test_did_you_mean_only_what_has_results(client, search_index, known, make_page):
    make_page("教育学")
    known(corrections=["教育学", "教学育"])
    search_index()
    response = client.get(reverse("search:results"), {"q": "叫欲血"})
    assert [word.text for word in response.context["did_you_mean"]] == ["教育学"]
    assert "您是不是要找：" in response.content.decode()
    response = client.get(reverse("search:results"), {"q": "教育"})
    assert "您是不是要找" not in response.content.decode()

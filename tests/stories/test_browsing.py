"""Browsing the stories: what is offered, what is counted, what never leaks."""

import re
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from wagtail.models import Page

from editorial.models import Readership
from portal import listing
from stories.models import Quality
from tests.editorial.factories import put_live
from tests.people.factories import TeacherFactory, UnitFactory
from tests.stories.factories import story_draft

pytestmark = pytest.mark.django_db
STORIES = "/stories/"


def facets(client, query=""):
    answer = client.get(STORIES + query)
    assert answer.status_code == 200
    text = answer.content.decode()
    links = re.findall(r'facets__link" href="\?([^"]*)"[^>]*>(\S+) <span[^>]*>(\d+)', text)
    return {label: (query.replace("&amp;", "&"), int(count)) for query, label, count in links}


def titles(client, query=""):
    text = client.get(STORIES + query).content.decode()
    return re.findall(r'card__title"><a[^>]*>(\w+)<', text)


@pytest.fixture
def stories(site_home):
    author, units = TeacherFactory(), [UnitFactory(name=f"虚构{n}小") for n in "甲乙"]
    qualities = list(Quality.objects.all()[:2])
    facts = [
        ("第一篇", units[0], "primary", "语文", qualities[:1]),
        ("第二篇", units[0], "primary", "数学", qualities),
        ("第三篇", units[1], "junior", "语文", qualities[1:]),
    ]
    pages = []
    for title, unit, stage, subject, shown in facts:
        page = story_draft(author, title=title, person_unit=unit, stage=stage, subject=subject)
        page.qualities = shown
        page.save()
        pages.append(put_live(page))
    Page.objects.filter(pk=pages[2].pk).update(
        first_published_at=datetime(2023, 12, 31, 18, tzinfo=UTC)  # 2024 in Shanghai
    )
    return pages


def test_every_choice_with_its_number(client, stories):
    found = facets(client)
    first, second = Quality.objects.all()[:2]
    year = datetime.now(tz=UTC).year
    assert {label: count for label, (_, count) in found.items()} == {
        first.name: 2,
        second.name: 2,
        "小学": 2,
        "初中": 1,
        "语文": 2,
        "数学": 1,
        "虚构甲小": 2,
        "虚构乙小": 1,
        f"{year}年": 2,
        "2024年": 1,
    }


def test_a_link_leads_to_as_many_as_it_says_and_again_takes_it_back(client, stories):
    for label, (query, count) in facets(client).items():
        assert len(titles(client, f"?{query}")) == count, label
        back, _ = facets(client, f"?{query}")[label]
        assert back == "", label


def test_choices_narrow_each_other(client, stories):
    found = facets(client, "?stage=primary")
    assert "虚构乙小" not in found
    assert found["初中"] == ("stage=junior", 1)  # the other values of the same facet stay
    query, count = found["数学"]
    assert (query, count) == ("stage=primary&subject=%E6%95%B0%E5%AD%A6", 1)
    assert titles(client, f"?{query}") == ["第二篇"]
    text = client.get(f"{STORIES}?stage=primary").content.decode()
    assert "符合条件的有 2 篇" in text


def test_hidden_stories_are_neither_offered_nor_counted(client, stories):
    Readership.objects.create(page_id=stories[2].pk, audience="district")
    found = facets(client)
    assert "虚构乙小" not in found
    assert "初中" not in found
    assert found["语文"][1] == 1
    client.force_login(TeacherFactory())
    assert facets(client)["语文"][1] == 2


@pytest.mark.parametrize(
    "query",
    [
        "?quality=none",
        "?unit=99999999999999999999",
        "?unit=x",
        "?year=0",
        "?year=99999",
        "?stage=%00",
        "?subject=%00",
        "?subject=" + "长" * 40,
    ],
)
def test_a_value_that_is_none_is_the_same_as_nothing_chosen(client, stories, query):
    assert len(titles(client, query)) == 3


@pytest.mark.parametrize("count", [1, 10, 100])
def test_constant_queries(client, site_home, count, django_assert_max_num_queries):
    author = TeacherFactory()
    for number in range(count):
        put_live(story_draft(author, title=f"虚构故事{number}", person_unit=UnitFactory()))
    client.get(STORIES)
    with django_assert_max_num_queries(16):
        client.get(STORIES)


def test_numbers_of_many_stories_are_kept_and_their_list_is_not(client, stories, monkeypatch):
    monkeypatch.setattr(listing, "COUNTED_ANEW", 1)
    before = facets(client)["小学"][1]
    assert before == 2
    Page.objects.filter(pk=stories[0].pk).update(live=False)
    assert facets(client)["小学"][1] == before
    assert sorted(titles(client)) == ["第三篇", "第二篇"]
    monkeypatch.setattr(listing, "COUNTED_ANEW", 1_000)
    cache.clear()
    assert facets(client)["小学"][1] == 1


def test_kept_numbers_of_a_reader_are_not_told_to_the_public(client, stories, monkeypatch):
    monkeypatch.setattr(listing, "COUNTED_ANEW", 1)
    Readership.objects.create(page=stories[0], audience="district")
    client.force_login(TeacherFactory())
    assert facets(client)["小学"][1] == 2
    client.logout()
    assert facets(client)["小学"][1] == 1

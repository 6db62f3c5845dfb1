"""What stands first: whole titles, all words, titles before tags before bodies, the newer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from modelsearch.query import Or, PlainText
from wagtail.models import Page

from search.backends.compiler import Loosely
from search.engine.found import search
from search.engine.queries import Term
from search.engine.segment import Snapshot
from tests.people.factories import TeacherFactory
from tests.search.engine_writer import document, publish
from tests.search.pieces import live_story

FILLER = "山里的孩子每天走很远的路来学校。" * 3


@pytest.fixture
def author(site_home):
    return TeacherFactory()


def ranked(text: str, operator: str = "and") -> list[str]:
    return [page.title for page in Page.objects.live().search(PlainText(text, operator=operator))]


def body(text: str) -> list[tuple[str, str]]:
    return [("paragraph", f"<p>{text}</p>")]


def test_the_page_of_that_very_name_comes_first(author, search_index):
    live_story(author, "教育漫话与教育漫话的读者，教育漫话札记", body=body("教育漫话" * 20))
    live_story(author, "教育漫话", body=body(FILLER))
    search_index()
    assert ranked("教育漫话")[0] == "教育漫话"
    assert ranked("《教育漫話》")[0] == "教育漫话"


def test_all_words_before_most_before_any(author, search_index):
    live_story(author, "甲", body=body("梧桐。" + "银杏。" * 30 + FILLER))
    live_story(author, "乙", body=body("梧桐，银杏，腊梅。" + FILLER * 5))
    live_story(author, "丙", body=body("腊梅。" + FILLER))
    search_index()
    assert ranked("梧桐 银杏 腊梅", "or") == ["乙", "甲", "丙"]
    assert ranked("梧桐 银杏 腊梅") == ["乙"]


def test_titles_before_tags_before_bodies(author, search_index):
    for title, tag, text in (
        ("窗外的风景", "", "说到银杏，"),
        ("窗外的银杏", "", "说到银杏，"),
        ("窗外的故事", "银杏", "说到"),
    ):
        story = live_story(author, title, body=body(text + FILLER))
        if tag:
            story.tags.add(tag)
            story.save()
    search_index()
    assert ranked("银杏") == ["窗外的银杏", "窗外的故事", "窗外的风景"]


def test_of_equals_the_newer_leads_a_little(author, search_index):
    for title, days in (("银杏之一", 2000), ("银杏之二", 3), ("银杏之三", 900)):
        story = live_story(author, title, body=body(FILLER))
        moment = timezone.now() - timedelta(days=days)
        Page.objects.filter(pk=story.pk).update(first_published_at=moment)
    story = live_story(author, "旧的银杏，银杏，银杏，全是银杏", body=body("银杏" * 40))
    Page.objects.filter(pk=story.pk).update(
        first_published_at=timezone.now() - timedelta(days=4000)
    )
    call_command("update_index", verbosity=0)
    found = ranked("银杏")
    assert [title for title in found if "之" in title] == ["银杏之二", "银杏之三", "银杏之一"]
    # A mild factor: it never outweighs what a page is about.
    assert found[0].startswith("旧的")


def test_the_present_leads_by_a_tenth_at_most(store):
    now = 30_000_000
    old, new = document("p:1", "教育 读书"), document("p:2", "教育 读书")
    undated = replace(old, key="p:3", number=3)
    publish(store, [replace(old, minute=1, number=1), replace(new, minute=now, number=2), undated])
    with store.snapshot() as snapshot:
        ranking = search(snapshot, Term("words", "教育"), "app.page", now=now).ranking()
        scores = dict(zip(ranking.numbers.tolist(), ranking.scores.tolist(), strict=True))
    assert scores[2] == pytest.approx(1.1 * scores[1], rel=1e-4)
    assert scores[3] == pytest.approx(scores[1], rel=1e-4)


def test_frequent_parts_of_a_loose_query_give_way(author, search_index, monkeypatch):
    for number in range(4):
        live_story(author, f"常见{number}", body=body("梧桐。" + FILLER))
    live_story(author, "少见", body=body("银杏。" + FILLER))
    search_index()

    def found(kind) -> set[str]:
        parts = [PlainText("梧桐", operator="or"), PlainText("银杏", operator="or")]
        return {page.title for page in Page.objects.live().search(kind(parts))}

    everything = {"少见", *(f"常见{number}" for number in range(4))}
    assert found(Loosely) == everything
    monkeypatch.setattr(Snapshot, "budget", 4)
    assert found(Loosely) == {"少见"}
    assert found(Or) == everything
    assert ranked("梧桐", "or")  # what stands alone is never left out

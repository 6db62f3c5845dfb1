"""The backend on real pages: what is found, in which order, and what never is."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db.models import Exists, OuterRef
from modelsearch.backends import get_search_backend
from modelsearch.query import MATCH_ALL, Boost, Fuzzy, Not, Phrase, PlainText
from wagtail.models import Page

from portal.queries import public_pages
from search import health
from search.backends.whoosh import SearchBackend


def titles(query, pages=None, **options) -> list[str]:
    queryset = Page.objects.all() if pages is None else pages
    return [page.title for page in queryset.search(query, **options)]


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("教育学", "教育"),
        ("教育学", "育学"),
        ("给教师的建议", "建议"),
        ("给教师的建议", "教师建议"),
        ("窗边的小豆豆", "小豆豆"),
        ("窗边的小豆豆", "豆"),
        ("Python编程入门", "python"),
        ("Python编程入门", "ＰＹＴＨＯＮ"),
        ("2+N读书计划", "2+N"),
        ("苏霍姆林斯基传", "霍姆林"),
        ("怎样上好一节课", "怎样才能上好一节课？"),
    ],
)
def test_found(search_index, make_page, title, query):
    make_page(title)
    make_page("毫不相干")
    search_index()
    assert titles(query) == [title]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("教育 读书", ["教育与读书"]),
        (PlainText("教育 读书", operator="or"), ["教育与读书", "教育笔记", "读书笔记"]),
        (Phrase("与读书"), ["教育与读书"]),
        (Phrase("书读"), []),
        (Phrase("教育读书"), []),
        (PlainText("笔记") & Not(PlainText("教育")), ["读书笔记"]),
        (PlainText("笔记") | PlainText("与"), ["教育与读书", "教育笔记", "读书笔记"]),
        (Fuzzy("笔录"), []),
        (Boost(PlainText("笔记"), 2.0), ["教育笔记", "读书笔记"]),
        (PlainText("？！"), []),
        (PlainText("笔记") & PlainText(""), []),
    ],
)
def test_kinds_of_query(search_index, make_page, query, found):
    for title in ("教育与读书", "教育笔记", "读书笔记"):
        make_page(title)
    search_index()
    assert sorted(titles(query)) == sorted(found)


def test_fuzzy_finds_a_mistyped_latin_word(search_index, make_page):
    make_page("Montessori 方法")
    search_index()
    assert titles(Fuzzy("Montesori")) == ["Montessori 方法"]
    assert titles("Montesori") == []


def test_the_better_match_comes_first(search_index, make_page):
    make_page("日常", summary="教育" + "，生活里的许多小事" * 15)
    make_page("教育学", summary="教育教育教育")
    search_index()
    assert titles("教育") == ["教育学", "日常"]


def test_fields(search_index, make_page):
    make_page("教育", summary="读书")
    make_page("读书", summary="教育")
    search_index()
    assert titles("教育", fields=["title"]) == ["教育"]
    assert titles("教育", fields=["title"], operator="or") == ["教育"]
    pages = type(make_page("其他")).objects.all()
    assert titles("教育", pages, fields=["summary"]) == ["读书"]
    assert titles(Phrase("教育"), pages, fields=["summary"]) == ["读书"]


def test_autocompletion(search_index, make_page):
    make_page("教育学原理", summary="摘要不参加补全")
    make_page("Python 编程")
    search_index()

    def completed(text):
        return [page.title for page in Page.objects.autocomplete(text)]

    assert completed("教") == completed("教育学") == completed("原理") == ["教育学原理"]
    assert completed("pyth") == completed("编程 py") == ["Python 编程"]
    assert completed("摘要") == []


def test_order_and_slices(search_index, make_page):
    for number in (3, 1, 2):
        make_page(f"教育{number}")
    search_index()
    results = Page.objects.order_by("title").search("教育", order_by_relevance=False)
    assert [page.title for page in results] == ["教育1", "教育2", "教育3"]
    assert [page.title for page in results[1:]] == ["教育2", "教育3"]
    assert results[1:2].count() == 1
    assert results[5:].count() == 0
    assert results[0].title == "教育1"


def test_the_database_decides_what_may_be_found(search_index, make_page):
    """An index that lags behind can neither show nor count a withdrawn page."""
    make_page("教育一")
    withdrawn = make_page("教育二")
    search_index()
    Page.objects.filter(pk=withdrawn.pk).update(live=False)
    results = public_pages().search("教育")
    assert (results.count(), [page.title for page in results]) == (1, ["教育一"])
    assert sum(results.facet("content_type_id").values()) == 1


def test_conditions_that_no_index_knows(search_index, make_page):
    parent = make_page("教育父")
    make_page("教育子", parent=parent)
    search_index()
    children = Page.objects.filter(path__startswith=OuterRef("path"), depth__gt=OuterRef("depth"))
    assert titles("教育", Page.objects.filter(Exists(children))) == ["教育父"]


@pytest.mark.parametrize("count", [1, 10, 60])
def test_queries_do_not_grow_with_results(
    search_index, make_page, count, django_assert_max_num_queries
):
    for number in range(count):
        make_page(f"教育{number}")
    search_index()
    with django_assert_max_num_queries(4):
        results = public_pages().specific(defer=True).search("教育")
        assert results.count() == count
        page = results[:10]
        assert len(page) == min(count, 10)


def test_more_hits_than_a_database_takes_as_parameters(search_index, make_page, monkeypatch):
    monkeypatch.setattr("search.backends.results._MAX_LISTED", 3)
    for number in range(8):
        make_page(f"教育{number}", live=number % 2 == 0)
    search_index()
    results = public_pages().search("教育")
    assert results.count() == 4
    assert sum(results.facet("content_type_id").values()) == 4
    ordered = public_pages().order_by("-title").search("教育", order_by_relevance=False)
    assert [page.title for page in ordered] == ["教育6", "教育4", "教育2", "教育0"]


def test_indexed_texts_come_with_the_results(search_index, make_page):
    make_page("教育", summary="一段\n摘要")
    search_index()
    (page,) = Page.objects.search("教育").annotate_texts("texts")
    assert page.texts == {"title": "教育", "summary": "一段 摘要"}


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("damage", ["missing", "corrupt", "other version"])
def test_without_an_index_the_database_answers(index_path, make_page, damage, careless_whoosh):
    make_page("教育随想")
    make_page("读书", live=False)
    if damage != "missing":
        call_command("update_index", verbosity=0)
        get_search_backend().store.close()
        name = "_MAIN_*.toc" if damage == "corrupt" else "SEAL.json"
        (path,) = index_path.glob(f"gen-*/{name}")
        path.write_bytes(b"{}")
    ok, message = health.check()
    assert not ok
    assert "update_index" in message
    assert titles("教育") == ["教育随想"]
    assert titles("教育 随想") == ["教育随想"]
    assert titles(PlainText("教育 读书", operator="or"), public_pages()) == ["教育随想"]
    assert sorted(titles(~PlainText("教育"), Page.objects.filter(title="读书"))) == ["读书"]
    assert titles("\x00%_") == []
    assert Page.objects.search("教育").annotate_texts("texts")[0].texts == {}
    assert Page.objects.search(MATCH_ALL).count() == Page.objects.count()
    call_command("update_index", verbosity=0)
    ok, message = health.check()
    assert ok
    assert "正常" in message


def test_health_does_not_judge_other_backends(db, settings):
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
    assert health.check()[0]


def test_the_index_is_for_its_owner_only(search_index, index_path):
    assert index_path.stat().st_mode & 0o077 == 0


def test_reset_empties_index_and_queue(search_index, make_page):
    make_page("教育")
    search_index()
    get_search_backend().reset_indexes()
    assert titles("教育") == []
    assert health.check()[0]


def test_the_path_is_required():
    with pytest.raises(ImproperlyConfigured, match="PATH"):
        SearchBackend({})

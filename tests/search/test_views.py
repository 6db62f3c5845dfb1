import html
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from home.models import StandardPage, TopicPage


@pytest.fixture
def search(client, search_index, monkeypatch):
    """Search as an anonymous visitor; two types of page are on offer."""
    monkeypatch.setattr(StandardPage, "search_kind", "资料")
    monkeypatch.setattr(TopicPage, "search_kind", "专题")

    def get(query: str = "", **parameters):
        search_index()
        response = client.get(reverse("search:results"), {"q": query, **parameters})
        assert response.status_code == 200
        return response

    return get


def found(response) -> list[str]:
    return [entry["page"].title for entry in response.context.get("entries", [])]


def text_of(response) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", response.content.decode()))


def test_other_indexes_take_the_search_page_and_no_results(search, client):
    assert 'content="noindex' not in search().content.decode()
    assert 'content="noindex' in search("教育").content.decode()
    assert "Disallow: /search/?\n" in client.get("/robots.txt").content.decode()


def test_an_empty_search_helps(search):
    response = search("")
    assert "可以这样搜" in text_of(response)
    assert "entries" not in response.context


def test_results_with_marked_title_excerpt_and_address(search, make_page):
    page = make_page("教育学<i>", summary="读教育学，做教育人。")
    response = search("教育")
    content = response.content.decode()
    assert "<mark>教育</mark>学&lt;i&gt;" in content
    assert "读<mark>教育</mark>学，做<mark>教育</mark>人。" in content
    assert f'href="{page.get_url()}"' in content
    assert "找到 1 条结果" in text_of(response)


def test_nothing_found_helps(search, make_page):
    make_page("教育")
    response = search("火星")
    assert found(response) == []
    assert "没有找到“火星”" in text_of(response)


def test_pages_with_some_of_the_words_when_none_has_all(search, make_page):
    make_page("教育")
    response = search("教育 火星")
    assert found(response) == ["教育"]
    assert "没有哪一页同时含有全部词语" in text_of(response)


def test_quoted_words_stand_side_by_side(search, make_page):
    make_page("好的教育")
    make_page("教育是好的")
    assert found(search('"好的教育"')) == ["好的教育"]
    assert sorted(found(search("好的教育"))) == ["好的教育", "教育是好的"]


def test_drafts_and_private_pages_are_neither_shown_nor_counted(search, make_page):
    make_page("教育公开")
    make_page("教育草稿", live=False)
    private = make_page("教育内部")
    make_page("教育内部之下", parent=private)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    response = search("教育")
    assert found(response) == ["教育公开"]
    assert response.context["total"] == 1
    assert response.context["groups"] == []
    assert not re.search("草稿|内部", text_of(response))


@pytest.mark.parametrize("kind", ["nothing", "", "\x00", "page", "x" * 10_000])
def test_unknown_types_are_ignored(search, make_page, kind):
    make_page("教育")
    assert found(search("教育", type=kind)) == ["教育"]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("1", 10),
        ("2", 3),
        ("3", 3),
        ("99999", 3),
        ("0", 3),
        ("-1", 3),
        ("abc", 10),
        ("", 10),
        ("\x00", 10),
        ("9" * 5_000, 10),
        ("1.5", 10),
    ],
)
def test_page_numbers(search, make_page, number, shown):
    for count in range(13):
        make_page(f"教育{count}")
    assert len(found(search("教育", page=number))) == shown


def test_links_between_pages_keep_query_and_type(search, make_page):
    for count in range(12):
        make_page(f"教育{count}")
    content = html.unescape(search("教育 学&b=1", page="1").content.decode())
    assert "?q=%E6%95%99%E8%82%B2+%E5%AD%A6%26b%3D1&page=2" in content or "page=2" not in content
    content = html.unescape(search("教育", type="standardpage", sort="newest").content.decode())
    assert "?q=%E6%95%99%E8%82%B2&type=standardpage&sort=newest&page=2" in content


def test_long_queries_are_cut_with_a_notice(search, make_page):
    make_page("教育")
    response = search("教育" * 5_000)
    assert len(response.context["query"]) == 100
    assert "只按前 100 个字查找" in text_of(response)


@pytest.mark.parametrize(
    "query",
    [
        "\x00",
        "教\x00育",
        "😀",
        "👩‍👩‍👧",
        "\u202e教育",
        "*",
        "教*",
        "?",
        "~教育",
        "教育~2",
        "AND",
        "OR OR OR",
        "NOT",
        "教育 AND (",
        "))((",
        '"',
        '""',
        '"教育',
        "“教育”",
        "'教育'",
        "title:教育",
        "[a TO z]",
        "{教育}",
        "教育^99999999999",
        "-教育",
        "+",
        "\\",
        "%",
        "_",
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "${7*7}",
        "{{ 7 }}",
        "的 了 是 在 我 有 和 就 不 人 都 一 一个 上 也 很 到 说 要 去 你 会 着 没有 看 好",
        "a" * 10_000,
        "教育" * 5_000,
        " ".join(f"w{n}" for n in range(3_000)),
        " " * 10_000,
        "ǅﬃ㎏Å",
        "\u0301" * 200,
        "١٢٣",
        "ひらがな カタカナ 한국어",
    ],
)
def test_hostile_queries_give_a_page(search, make_page, query):
    make_page("教育")
    response = search(query)
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    "raw",
    [
        "q=%ED%A0%BD",
        "q=%FF%FE%00",
        "q=a&q=b",
        "q[]=a",
        "q=%E6%95%99&type=%FF&page=%00",
        "q=%E6%95%99&subject=%00&unit=%FF&year=%00&sort=%00",
        "q=%E6%95%99&year=0000",
        "q=%E6%95%99&year=9999",
        "q=%E6%95%99&year=%D9%A2%D9%A0%D9%A2%D9%A6",
        "q=%E6%95%99&year=-1&sort=oldest",
        "q",
    ],
)
def test_hostile_bytes_give_a_page(client, search_index, raw):
    assert client.get(f"{reverse('search:results')}?{raw}").status_code == 200


def test_other_methods_are_refused(client, search_index):
    assert client.post(reverse("search:results"), {"q": "教育"}).status_code == 405


def test_without_an_index_titles_are_searched(client, index_path, make_page):
    make_page("教育学", summary="读书")
    response = client.get(reverse("search:results"), {"q": "教育"})
    assert response.status_code == 200
    assert found(response) == ["教育学"]
    call_command("update_index", verbosity=0)
    response = client.get(reverse("search:results"), {"q": "读书"})
    assert found(response) == ["教育学"]


def test_queries_do_not_grow_with_results(search, make_page):
    used = []
    made = 0
    for count in (1, 10, 100):
        while made < count:
            model = TopicPage if made % 2 else StandardPage
            make_page(f"教育{made}", model=model, summary="教育")
            made += 1
        search("教育")
        with CaptureQueriesContext(connection) as queries:
            response = search("教育")
        assert response.context["total"] == count
        used.append(len(queries))
    assert max(used) <= 16
    assert used[1] == used[2]
    assert used[0] <= used[1]


def test_the_root_of_the_tree_is_no_result(search, root_page):
    Page.objects.filter(depth=1).update(title="教育根")
    call_command("update_index", verbosity=0)
    assert found(search("教育根")) == []

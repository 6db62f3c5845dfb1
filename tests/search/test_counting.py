from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from search import counting
from search.counting import as_counted, count_search, looks_personal, purge_counts
from search.models import SearchCount, SearchSettings

DAY = date(2026, 3, 1)


def rows() -> dict[str, tuple[int, int]]:
    return {row.text: (row.searches, row.fruitless) for row in SearchCount.objects.all()}


@pytest.fixture
def search(client, search_index, make_page):
    make_page("教育学")
    search_index()

    def get(method="get", headers=None, **parameters):
        response = getattr(client, method)(
            reverse("search:results"), parameters, headers=headers or {}
        )
        assert response.status_code == 200
        return response

    return get


def test_a_search_is_counted_with_what_it_found(search):
    search(q="教育")
    search(q=" 教育 ")
    search(q="火星")
    assert rows() == {"教育": (2, 0), "火星": (1, 1)}
    assert SearchCount.objects.filter(day=timezone.localdate()).count() == 2


def test_a_row_holds_no_person_and_no_moment():
    assert {field.name for field in SearchCount._meta.get_fields()} == {
        "id",
        "day",
        "text",
        "searches",
        "fruitless",
    }


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": "教育", "page": "2"},
        {"q": "教育", "sort": "newest"},
        {"q": "教育", "year": "2026"},
        {"q": ""},
        {"q": "\x00"},
    ],
)
def test_the_next_page_and_a_narrower_look_are_no_new_search(search, parameters):
    search(**parameters)
    assert rows() == {}


def test_machines_are_not_counted(search):
    search("head", q="教育")
    search(q="教育", headers={"Sec-Purpose": "prefetch;prerender"})
    assert rows() == {}


def test_suggestions_are_not_counted(client, search):
    client.get(reverse("search:suggest"), {"q": "教育"})
    assert rows() == {}


@pytest.mark.parametrize(
    "text",
    [
        "13800001234",
        "138 0000 1234",
        "138-0000-1234",
        "１３８００００１２３４",
        "一三八零零零零一二三四",
        "1 3 8 0 0 0 0 1 2 3 4",
        "林小满 13800001234",
        "41088119900101123x",
        "6222 0212 3456 7890 123",
        "qq123456",
        "lin@example.cn",
        "0391-6633000",
        "١٣٨٠٠٠٠١٢٣٤",
        "9787303002215",
    ],
)
def test_numbers_of_persons_are_not_kept(db, text):
    count_search(text, found_nothing=True, day=DAY)
    assert rows() == {"": (1, 1)}


@pytest.mark.parametrize(
    "text",
    ["978-7-303-00221-4", "9787303002214", "2026", "2025年 2026年", "一年级", "2+N", "三七二十一"],
)
def test_books_and_years_are_kept(db, text):
    count_search(text, found_nothing=False, day=DAY)
    assert rows() == {as_counted(text): (1, 0)}


@given(st.text(max_size=300))
def test_any_text_can_be_counted_as(text):
    counted = as_counted(text)
    assert len(counted) <= 100
    assert as_counted(counted) == counted
    assert looks_personal(counted) in {True, False}


@given(
    st.lists(st.sampled_from("0123456789"), min_size=11, max_size=11),
    st.text("- ._（）", max_size=1),
)
def test_eleven_digits_are_a_number_however_they_are_written(digits, between):
    assert looks_personal(as_counted(between.join(digits)))


def test_a_day_full_of_random_words(db, monkeypatch):
    monkeypatch.setattr(counting, "MOST_TEXTS_A_DAY", 3)
    for text in ("甲", "乙", "丙", "丁", "戊", "甲"):
        count_search(text, found_nothing=False, day=DAY)
    assert rows() == {"甲": (2, 0), "乙": (1, 0), "丙": (1, 0), "": (2, 0)}


def test_a_known_text_costs_one_query(db, django_assert_num_queries):
    count_search("教育", found_nothing=False, day=DAY)
    with django_assert_num_queries(1):
        count_search("教育", found_nothing=True, day=DAY)


def test_a_failure_does_not_reach_the_visitor(search, monkeypatch, caplog):
    def fail(*args):
        raise DatabaseError("no")

    monkeypatch.setattr(counting, "_added", fail)
    search(q="教育")
    assert "could not be counted" in caplog.text


def test_old_counts_go(db, capsys):
    SearchSettings.objects.create(kept_days=30)
    today = timezone.localdate()
    for days in (0, 30, 31, 400):
        count_search("教育", found_nothing=False, day=today - timedelta(days=days))
    call_command("purge_searches")
    assert "2" in capsys.readouterr().out
    assert sorted(SearchCount.objects.values_list("day", flat=True)) == [
        today - timedelta(days=30),
        today,
    ]
    assert purge_counts() == 0

"""What is asked of the index: no more than a query needs, and never less."""

from hypothesis import given
from hypothesis import strategies as st
from whoosh.support.levenshtein import distance

from search.engine.queries import (
    EVERYTHING,
    All,
    Any,
    Preferring,
    Similar,
    Starting,
    Term,
    Without,
)
from search.postgres.lexemes import vector
from search.postgres.reading import neighbours, reading_for
from tests.search.engine_writer import document

A, B, C = (Term("grams", text) for text in ("教育", "读书", "笔记"))
W = Term("words", "教育")


def plan(query, frequent=()):
    return reading_for(query, lambda field, text: text in frequent)


def test_terms_that_must_all_be_there_are_one_condition():
    found = plan(All((A, B)))
    assert found.required == ("'g教育'", "'g读书'")
    assert found.lists["grams", "教育"] == found.lists["grams", "读书"] == {"'g教育' & 'g读书'"}
    assert found.alone == set()


def test_frequent_words_are_read_only_beside_the_required_ones():
    query = Preferring(All((A, B)), Any((W, C)))
    assert plan(query).lists["grams", "笔记"] == {"'g笔记'"}
    found = plan(query, frequent={"笔记"})
    assert found.lists["grams", "笔记"] == {"'g教育' & 'g读书' & 'g笔记'"}
    assert found.alone == {("words", "教育")}


def test_any_words_are_read_whole():
    found = plan(Preferring(Any((A, B)), All((A, C))), frequent={"教育"})
    assert found.required == ()
    assert found.lists["grams", "教育"] == {"'g教育'", "'g教育' & 'g笔记'"}
    assert found.tiers["grams", "教育"] == ["'G教育'", "'H教育'"]


def test_the_rest_of_the_index_is_read_only_for_what_excludes():
    assert not plan(Any((A, B))).everything
    assert plan(All((A, Without(B)))).everything
    assert plan(EVERYTHING).everything


def test_beginnings():
    start = Starting("grams", "豆")
    assert plan(All((A, start))).prefixes == {("grams", "豆"): {"'g教育' & 'g豆':*"}}


def test_a_beginning_beside_words_is_read_only_where_the_words_are():
    start = Starting("grams", "豆")
    assert plan(Preferring(Any((B, C)), All((A, start)))).prefixes == {
        ("grams", "豆"): {"'g教育' & 'g豆':*"}
    }
    assert plan(Preferring(Any((B, start)), All((A, start)))).prefixes == {
        ("grams", "豆"): {"'g豆':*", "'g教育' & 'g豆':*"}
    }


def test_beginnings_that_must_all_be_there_are_one_condition():
    starts = Starting("grams", "可"), Starting("grams", "道")
    together = "'g教育' & 'g可':* & 'g道':*"
    found = plan(All((A, *starts)))
    assert found.prefixes == {("grams", "可"): {together}, ("grams", "道"): {together}}
    assert found.lists["grams", "教育"] == {together}
    assert found.tiers["grams", "教育"] == ["'G教育' & 'g教育'", "'H教育' & 'g教育'"]


def test_similar_words_are_asked_for_one_by_one():
    found = plan(Similar("grams", "abc"))
    assert {("grams", "abc"), ("grams", "abd"), ("grams", "ac"), ("grams", "abcc")} <= set(
        found.lists
    )


@given(st.text("abcxyz", min_size=1, max_size=6))
def test_neighbours_are_one_letter_away(text):
    found = set(neighbours(text))
    assert all(distance(text, other, limit=2) <= 1 and other[0] == text[0] for other in found)
    assert text[0] + "q" + text[1:] in found


@given(st.text(min_size=1, max_size=20))
def test_no_term_ends_its_quotes(text):
    found = vector(document("k:1", "x")).split(" ")
    assert all(part.startswith("'") and part.endswith("'") for part in found)
    if text.strip():
        held = vector(document("k:1", text.replace(" ", "")))
        assert held.count("'") % 2 == 0

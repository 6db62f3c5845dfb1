import logging
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import analysis

CHINESE = st.text(
    alphabet="教育学生读书会的和工作坊苏霍姆林斯基建议在济源一", min_size=1, max_size=30
)


@pytest.mark.parametrize(
    ("text", "normalized"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("Ｐｙｔｈｏｎ编程", "python编程"),
        ("STRASSE Straße", "strasse strasse"),
        ("教\x00育", "教 育"),
        ("教\u200b育", "教育"),
        ("a\tb\nc", "a b c"),
        ("……", "......"),
        ("\ud800教育", "教育"),
        ("㈱①", "(株)1"),
        ("", ""),
    ],
)
def test_normalization(text, normalized):
    assert analysis.normalize(text) == normalized


@pytest.mark.parametrize(
    ("text", "words", "grams"),
    [
        ("教育学", ["教育", "教育学"], ["教育", "育学", "学"]),
        ("Python编程", ["python", "编程"], ["python", "编程", "程"]),
        ("2+N", ["2", "n"], ["2", "n"]),
        ("书", ["书"], ["书"]),
        ("，。！？", [], []),
        ("😀", [], []),
    ],
)
def test_document_terms(text, words, grams):
    terms = analysis.document_terms(text)
    assert terms.words == words
    assert terms.grams == grams


@pytest.mark.parametrize(
    ("query", "grams", "starts"),
    [
        ("教育", ("教育",), ()),
        ("教育学", ("教育", "育学"), ()),
        ("书", (), ("书",)),
        ("晒书房", ("晒书", "书房"), ()),
        ("怎样才能上好课", ("上好", "好课"), ()),
        ("的", (), ("的",)),
        ("教育 Python", ("教育", "python"), ()),
        ("？！ AND OR * ~ ( ) [", ("and", "or"), ()),
        ("", (), ()),
    ],
)
def test_query_terms(query, grams, starts):
    terms = analysis.query_terms(query)
    assert (terms.grams, terms.starts) == (grams, starts)


def test_only_the_last_latin_word_may_be_unfinished():
    assert analysis.query_terms("learning pyth").last == "pyth"
    assert analysis.query_terms("python 教育").last is None


def test_long_queries_are_bounded():
    terms = analysis.query_terms("教育学生读书会 a1 " * 5_000)
    assert len(terms.grams) <= analysis.MAX_QUERY_TERMS
    distinct = " ".join(f"w{n}" for n in range(1_000))
    assert len(analysis.query_terms(distinct).grams) <= analysis.MAX_QUERY_TERMS


@given(st.text())
def test_normalization_is_idempotent(text):
    once = analysis.normalize(text)
    assert analysis.normalize(once) == once


@given(st.text(alphabet=st.characters(codec=None)))
@settings(deadline=None)
def test_any_text_can_be_analysed_and_encoded(text):
    terms = analysis.document_terms(text)
    analysis.query_terms(text)
    analysis.phrase_terms(text)
    for term in (*terms.words, *terms.grams):
        assert term.encode()
        assert unicodedata.category(term[0]) != "Cc"


@given(CHINESE, st.data())
@settings(deadline=None)
def test_every_piece_of_a_text_finds_the_text(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    grams = set(analysis.document_terms(text).grams)
    piece = analysis.query_terms(text[start:end])
    assert piece
    assert set(piece.grams) <= grams
    assert all(any(gram.startswith(s) for gram in grams) for s in piece.starts)
    assert analysis.phrase_units(text[start:end]) in analysis.phrase_units(text)


def test_the_segmenter_does_not_log(caplog):
    with caplog.at_level(logging.DEBUG):
        analysis.document_terms("教育学")
    assert [r for r in caplog.records if r.name.startswith("jieba")] == []


def test_the_signature_names_what_an_index_depends_on():
    assert set(analysis.signature()) == {"analysis", "dictionary"}

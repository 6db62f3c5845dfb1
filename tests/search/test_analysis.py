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
        ("書房計劃", "书房计划"),
        ("臺灣", "台湾"),
        ("著名", "著名"),
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
        ("2+N", ["2", "n", "2+n"], ["2", "n", "2+n"]),
        ("２ ＋ Ｎ", ["2", "n", "2+n"], ["2", "n", "2+n"]),
        ("C++、C#", ["c", "c", "c++", "c#"], ["c", "c", "c++", "c#"]),
        ("a+b+c", ["a", "b", "c", "a+b", "b+c"], ["a", "b", "c", "a+b", "b+c"]),
        ("互联网+", ["互联", "联网", "互联网"], ["互联", "联网", "网"]),
        ("書房", ["书房"], ["书房", "房"]),
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
        ("２＋n", ("2+n",), ()),
        ("a+b+c d", ("a+b", "b+c", "d"), ()),
        ("C++ 教程", ("c++", "教程"), ()),
        ("2+", ("2",), ()),
        ("書房計劃", ("书房", "计划"), ()),
        ("？！ AND OR * ~ ( ) [", ("and", "or"), ()),
        ("", (), ()),
    ],
)
def test_query_terms(query, grams, starts):
    terms = analysis.query_terms(query)
    assert (terms.grams, terms.starts) == (grams, starts)


ISBN = "9787107186219"


@pytest.mark.parametrize(
    "written",
    [
        ISBN,
        "978-7-107-18621-9",
        "978 7 107 18621 9",
        "９７８－７－１０７－１８６２１－９",
        "978\u20137\u2013107\u201318621\u20139",
        "7107186213",
        "7-107-18621-3",
        "ISBN978-7-107-18621-9",
        "ISBN: 978-7-107-18621-9",
        "isbn10 7107186213",
    ],
)
def test_an_isbn_is_one_term_however_it_is_written(written):
    assert ISBN in analysis.document_terms(f"书号{written}，人教社").words
    assert ISBN in analysis.document_grams(f"书号{written}，人教社")
    assert analysis.query_terms(written).grams == (ISBN,)


def test_an_isbn_may_end_in_x_and_must_be_valid():
    assert analysis.query_terms("080442957X").grams == ("9780804429573",)
    assert analysis.query_terms("7107186214").grams == ("7107186214",)
    assert analysis.query_terms("978-7-107").grams == ("978", "7", "107")


def test_only_the_last_latin_word_may_be_unfinished():
    assert analysis.query_terms("learning pyth").last == "pyth"
    assert analysis.query_terms("python 教育").last is None
    assert analysis.query_terms("书单 2+n").last == "2+n"


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


PARTS = (
    *("書房", "计划", "学", "的", "臺", "，", "-", " ", "1", "+", "#", "Python", "ｘ", "ISBN"),
    *("2+N", "２＋Ｎ", "C++", "c#", "a+b+c", "7107186213", "978-7-107-18621-9", ISBN),
)
PIECES = st.lists(st.sampled_from(PARTS), min_size=1, max_size=12)


@given(PIECES, st.data())
@settings(deadline=None)
def test_terms_with_signs_are_found_by_any_piece_that_keeps_words_whole(pieces, data):
    text = "".join(pieces)
    # A Latin word is found whole only, so that a piece must not cut one.
    cuts = [0, len(text)]
    cuts += [i for i in range(1, len(text)) if not (_is_latin(text[i - 1]) and _is_latin(text[i]))]
    start, end = sorted((data.draw(st.sampled_from(cuts)), data.draw(st.sampled_from(cuts))))
    terms = analysis.document_terms(text)
    piece = analysis.query_terms(text[start:end])
    assert set(piece.grams) <= set(terms.grams)
    assert all(any(gram.startswith(s) for gram in terms.grams) for s in piece.starts)


def _is_latin(character):
    return unicodedata.normalize("NFKC", character).isascii() and character.isalnum()


@given(st.text(alphabet="書书計计劃划教育学學臺台", min_size=1, max_size=20))
@settings(deadline=None)
def test_both_scripts_have_the_same_terms_and_the_same_length(text):
    folded = analysis.normalize(text)
    assert len(folded) == len(text)
    assert analysis.document_terms(text) == analysis.document_terms(folded)
    assert analysis.query_terms(text) == analysis.query_terms(folded)


def test_the_signature_names_what_an_index_depends_on():
    assert set(analysis.signature()) == {"analysis", "dictionary"}


SCRAPS = st.text(alphabet="教育學学ａa ，。_“①㈱がガ１1-\u3099\u200b\uf900", max_size=12)


@given(SCRAPS, SCRAPS, SCRAPS)
def test_a_phrase_is_told_in_an_unfolded_text_as_in_a_folded_one(before, phrase, after):
    for text in (before + phrase + after, before + after):
        slowly = analysis.phrase_units(phrase) in analysis.phrase_units(text)
        assert analysis.phrase_test(phrase)(text) == slowly

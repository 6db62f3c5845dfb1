"""A text as it is compared, and the way back to the original."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.similarity.normalise import normalise
from tests.editorial.similarity.corpus import ALTERATIONS, review


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("", ""),
        ("，。！ \n\u200b\ufeff", ""),
        ("第１２页，ＰＩＳＡ", "第12页pisa"),
        ("讀著書裡的話", "读着书里的话"),
        ("Ｃａｆé Cafe\u0301", "cafecafe"),
        ("ﬁ㎏①", "fikg1"),
        ("读\u0000完\u00ad书", "读完书"),
        ("𠮷野家", "𠮷野家"),
    ],
)
def test_one_shape(written, compared):
    assert normalise(written).text == compared


@pytest.mark.parametrize("change", ALTERATIONS, ids=lambda change: change.__name__)
def test_what_a_copyist_changes_first_does_not_matter(change):
    text = review(random.Random(1))
    assert normalise(change(text, random.Random(2))).text == normalise(text).text


@given(st.text())
def test_every_character_has_its_place(text):
    normalised = normalise(text)
    assert len(normalised.offsets) == len(normalised.text)
    assert list(normalised.offsets) == sorted(normalised.offsets)
    # Each place, taken alone, gives the characters that are said to come from it.
    for place in set(normalised.offsets):
        here = [c for c, at in zip(normalised.text, normalised.offsets, strict=True) if at == place]
        assert "".join(here) == normalise(text[place]).text


@given(st.text(), st.data())
def test_a_span_of_the_original_holds_what_was_compared(text, data):
    normalised = normalise(text)
    if not normalised.text:
        return
    start = data.draw(st.integers(0, len(normalised.text) - 1))
    end = data.draw(st.integers(start + 1, len(normalised.text)))
    first, last = normalised.original_span(start, end)
    assert normalised.text[start:end] in normalise(text[first:last]).text


@given(st.text())
def test_only_letters_and_figures_are_left(text):
    compared = normalise(text).text
    assert all(unicodedata.category(each)[0] in "LN" for each in compared)
    assert normalise(compared).text == compared

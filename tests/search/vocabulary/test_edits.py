import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.vocabulary.edits import has_forms, is_one_mistake, shortened

WORDS = st.text(alphabet="abc", min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("python", "pyton", True),
        ("python", "pythonn", True),
        ("python", "pythom", True),
        ("python", "pyhton", True),
        ("python", "pyhtom", False),
        ("python", "python", False),
        ("abcd", "badc", False),
        ("", "a", True),
        ("", "", False),
        ("aa", "aaa", True),
    ],
)
def test_one_mistake(one, other, answer):
    assert is_one_mistake(one, other) is answer
    assert is_one_mistake(other, one) is answer


@given(WORDS, WORDS)
def test_words_one_mistake_apart_share_a_form(one, other):
    if is_one_mistake(one, other):
        assert ({one} | shortened(one)) & ({other} | shortened(other))


@pytest.mark.parametrize(
    ("word", "answer"),
    [("心理学", True), ("教育", False), ("python", True), ("cat", False), ("2+n", False)],
)
def test_short_and_mixed_words_cannot_be_put_right(word, answer):
    assert has_forms(word) is answer

import pytest

from search.vocabulary import readings, readings_of
from tests.search.vocabulary.entries import enter

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("latin", "found"),
    [
        ("jiaoyuxue", ["教育学"]),
        ("jyx", ["教育学", "教研县"]),
        ("jiaoyu", ["教育"]),
        ("jy", []),
        ("nver", ["女儿"]),
        ("nuer", ["女儿"]),
        ("python", []),
        ("教育", []),
        ("", []),
        ("x" * 300, []),
    ],
)
def test_readings(latin, found):
    enter("教育学", "教研县", "教育", "女儿", "python")
    assert readings(latin) == found


def test_full_pinyin_comes_before_initials():
    enter("西安", "小爱你", weight=5)
    enter("吸氨你", weight=50)
    assert readings("xian") == ["西安"]
    assert readings("xan") == ["吸氨你", "小爱你"]


def test_many_words_are_one_query(django_assert_num_queries):
    enter("教育学", "女儿")
    with django_assert_num_queries(1):
        assert readings_of(["jyx", "nver", "q"]) == {"jyx": ["教育学"], "nver": ["女儿"]}
    with django_assert_num_queries(0):
        assert readings_of([]) == {}

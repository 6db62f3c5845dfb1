"""Other ways to say a query."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import expansion
from search.expansion import MOST_VARIANTS, READING_WEIGHT, SYNONYM_WEIGHT, variants
from search.models import SynonymGroup
from tests.search.vocabulary.entries import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups():
    SynonymGroup.objects.all().delete()
    for words in (
        "幼儿园、幼稚园",
        "师德、职业道德",
        "信息科技、信息技术、ICT",
        "新课标，新课程标准",
    ):
        SynonymGroup.objects.create(words=words)
    expansion.refresh()


def others(text):
    first, *rest = variants(text)
    assert (first.text, first.weight) == (text, 1.0)
    return [(variant.text, variant.weight) for variant in rest]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("幼儿园教师", ["幼稚园教师"]),
        ("幼稚园", ["幼儿园"]),
        ("信息科技 教案", ["信息技术 教案", "ict 教案"]),
        ("師德", ["职业道德"]),
        ("ＩＣＴ课", ["信息科技课", "信息技术课"]),
        ("icts", []),
        ("新课标下的幼儿园", ["新课程标准下的幼儿园", "新课标下的幼稚园"]),
        ("老师德高望重", []),
        ("没有", []),
        ("", []),
        ("？！", []),
    ],
)
def test_synonyms(groups, text, found):
    assert others(text) == [(each, SYNONYM_WEIGHT) for each in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("jiaoyuxue", ["教育学"]),
        ("jyx", ["教育学"]),
        ("jiao yu xue", ["教育学"]),
        ("Jiaoyuxue 论文", ["教育学 论文"]),
        ("师德jiaoyuxue", ["师德教育学"]),
        ("jiaoyuxue nver", ["教育学 女儿"]),
        ("xi'an", ["西安"]),
        ("python", []),
        ("ai", []),
        ("c++", []),
        ("abc", []),
    ],
)
def test_pinyin(text, found):
    enter("教育学", "女儿", "西安", "python")
    assert others(text) == [(each, READING_WEIGHT) for each in found]


def test_no_more_than_four_and_some_of_either(groups):
    enter("教育学", "教研线", "交易所", "交易性")
    found = variants("信息科技 幼儿园 jyx")
    assert len(found) == MOST_VARIANTS
    assert [variant.weight for variant in found] == [1.0, 0.7, 0.7, 0.6]


def test_queries(groups, django_assert_num_queries):
    enter("教育学")
    with django_assert_num_queries(0):
        variants("幼儿园教师的教育学")
    with django_assert_num_queries(1):
        variants("jyx nver abc")


def test_empty_lists_say_nothing():
    SynonymGroup.objects.all().delete()
    expansion.refresh()
    assert others("幼儿园 jyx") == []


@given(st.text(max_size=300))
@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50
)
def test_anything_may_be_asked(text):
    assert 1 <= len(variants(text)) <= MOST_VARIANTS

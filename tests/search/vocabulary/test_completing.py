import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.models import EntryKind
from search.vocabulary import completions, rebuild
from tests.search.vocabulary.entries import enter

pytestmark = pytest.mark.django_db


def complete(typed, limit=8):
    return [completion.text for completion in completions(typed, limit)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("教育", ["教育学", "教育心理学"]),
        ("教", ["教育学", "教育心理学"]),
        ("jiaoyux", ["教育学", "教育心理学"]),
        ("jyx", ["教育学", "教育心理学"]),
        ("JYXLX", ["教育心理学"]),
        ("jyxl", ["教育心理学"]),
        ("jiao yu xin", ["教育心理学"]),
        ("j", ["教育学", "教育心理学"]),
        ("教育xin", ["教育心理学"]),
        ("教育xlx", ["教育心理学"]),
        ("nver", ["女儿"]),
        ("nuer", ["女儿"]),
        ("pyt", ["Python编程"]),
        ("Python编", ["Python编程"]),
        ("2+", ["2+N"]),
        ("２＋", ["2+N"]),
        ("教育學", []),  # that is all of it; there is nothing to complete
        ("師德", ["师德故事"]),
        ("师德 jyx", ["师德 教育学", "师德 教育心理学"]),
        ("师德 教育", ["师德 教育学", "师德 教育心理学"]),
        ("没有", []),
        ("", []),
        ("  ", []),
        ("？！", []),
        ("%", []),
        ("_", []),
    ],
)
def test_completions(typed, found):
    enter("教育学", "教育心理学", "女儿", "Python编程", "2+N", "师德故事")
    assert complete(typed, 5) == found


def test_the_weightiest_come_first_and_no_more_than_asked_for():
    enter("教师", weight=10)
    enter("教学", weight=30)
    enter("教材", weight=20)
    assert complete("教", 2) == ["教学", "教材"]
    assert complete("教", 0) == []


def test_a_title_is_shown_only_while_its_page_is_public(make_page):
    from home.models import TopicPage

    page = make_page("书香校园建设专题", model=TopicPage)
    rebuild()
    assert "书香校园建设专题" in complete("书香")
    assert "书香校园建设专题" in complete("sxxyjs")
    page.live = False
    page.save()
    assert "书香校园建设专题" not in complete("书香")
    page.delete()
    assert "书香校园建设专题" not in complete("sxxyjs")


def test_queries(django_assert_max_num_queries, make_page):
    from home.models import TopicPage

    enter("教育学", "教育心理学")
    for typed in ("教育", "jyx", "j", "教育xin", "师德 jyx"):
        with django_assert_max_num_queries(1):
            assert complete(typed)
    page = make_page("教育专题", model=TopicPage)
    rebuild()
    with django_assert_max_num_queries(3):
        assert page.title in complete("教育")


@given(st.text(max_size=50))
@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50
)
def test_anything_may_be_typed(typed):
    assert len(complete(typed, 3)) <= 3


def test_kinds_other_than_titles_need_no_page():
    enter("给教师的建议", kind=EntryKind.BOOK)
    assert complete("gjs") == ["给教师的建议"]

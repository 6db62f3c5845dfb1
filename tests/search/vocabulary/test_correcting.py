import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.models import EntryKind
from search.vocabulary import corrections
from tests.search.vocabulary.entries import enter

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("报险", ["保险"]),
        ("报险公司", ["保险公司"]),
        ("教师报险", ["教师保险"]),
        ("書方計劃", ["书房计划"]),
        ("教育新理学", ["教育心理学"]),
        ("读书毕记", ["读书笔记"]),
        ("心里学", ["心理学"]),
        ("班级管里办法", ["班级管理办法"]),
        ("苏霍姆林斯鸡", ["苏霍姆林斯基"]),
        ("苏霍姆林司基", ["苏霍姆林斯基"]),
        ("苏霍姆木斯基", ["苏霍姆林斯基"]),
        ("pyhton 编程", ["python 编程"]),
        ("Pythn", ["python"]),
        ("保险", []),
        ("教育心理学", []),
        ("我们的教育", []),
        ("什么是教育", []),
        ("python", []),
        ("zzzzzz", []),
        ("", []),
        ("？", []),
    ],
)
def test_corrections(typed, meant):
    enter("保险", "公司", "教育", "教师", "教育学", "心理学", "教育心理学", "读书", "笔记", "班级")
    enter("管理", "办法", "编程", "python")
    enter("书房计划", kind=EntryKind.TERM)
    enter("苏霍姆林斯基", kind=EntryKind.PERSON)
    assert corrections(typed) == meant


def test_several_meanings_weightiest_first():
    enter("书房", weight=30)
    enter("舒芳", weight=10)
    assert corrections("书方") == ["书房", "舒芳"]
    assert corrections("书方", limit=1) == ["书房"]
    assert corrections("书方", limit=0) == []


def test_titles_of_pages_are_never_offered():
    enter("保险知识", kind=EntryKind.TITLE)
    assert corrections("报险知识") == []


def test_queries(django_assert_max_num_queries):
    enter("保险", "python")
    for typed in ("报险", "pyhton 编程课", "教育学生读书会的和工作坊" * 5):
        with django_assert_max_num_queries(3):
            corrections(typed)


@given(st.text(max_size=80))
@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50
)
def test_anything_may_be_asked(text):
    assert len(corrections(text)) <= 3

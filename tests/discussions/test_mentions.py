"""Who is meant by a name."""

import pytest

from discussions.mentions import find
from tests.people.factories import TeacherFactory, UnitFactory

pytestmark = pytest.mark.django_db


def everybody(person):
    return True


@pytest.fixture
def people(db):
    first, second = UnitFactory(name="虚构第一小学"), UnitFactory(name="虚构第二小学")
    return {
        "single": TeacherFactory(name="虚构明", unit=first),
        "longer": TeacherFactory(name="虚构明远", unit=first),
        "one": TeacherFactory(name="虚构同名", unit=first),
        "two": TeacherFactory(name="虚构同名", unit=second),
        "bracket": TeacherFactory(name="虚构括", unit=UnitFactory(name="虚构一中（东校区）")),
        "gone": TeacherFactory(name="虚构离职", unit=first, is_active=False),
    }


@pytest.mark.parametrize(
    ("text", "who", "words"),
    [
        ("@虚构明 您看呢", "single", "@虚构明"),
        ("@虚构明您看呢", "single", "@虚构明"),
        ("请教@虚构明远老师", "longer", "@虚构明远"),
        ("@虚构明（虚构第一小学）", "single", "@虚构明（虚构第一小学）"),
        ("@虚构明（别的学校）", "single", "@虚构明"),
        ("@虚构同名（虚构第二小学）好", "two", "@虚构同名（虚构第二小学）"),
        ("@虚构同名(虚构第一小学)", "one", "@虚构同名(虚构第一小学)"),
        ("@虚构括（虚构一中（东校区））好", "bracket", "@虚构括（虚构一中（东校区））"),
    ],
)
def test_who_is_meant(people, text, who, words):
    named, unclear = find(text, everybody)
    assert [(each.person, each.words) for each in named] == [(people[who], words)]
    assert unclear == []


@pytest.mark.parametrize("text", ["a@b.cn", "@nobody", "@没有这人", "@虚构离职", "@", "@虚"])
def test_no_name_is_plain_text(people, text):
    assert find(text, everybody) == ([], [])


def test_namesakes_are_told_apart_by_school(people):
    named, [unclear] = find("@虚构同名 您说", everybody)
    assert named == []
    assert "@虚构同名（虚构第一小学），或 @虚构同名（虚构第二小学）" in unclear.message


def test_who_may_not_read_the_place_is_neither_named_nor_told_of(people):
    def only_first(person):
        return person == people["one"]

    assert [each.person for each in find("@虚构同名 您说", only_first)[0]] == [people["one"]]
    assert find("@虚构同名（虚构第二小学）", lambda person: False) == ([], [])


def test_one_query_for_any_number_of_names(people, django_assert_num_queries):
    with django_assert_num_queries(1):
        find("@虚构明 @虚构明远 @虚构同名（虚构第一小学） @虚构离职 @没有这人", everybody)
    with django_assert_num_queries(0):
        find("没有提到谁", everybody)

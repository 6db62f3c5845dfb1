"""The register of honours, as visitors get it."""

import re

import pytest

from stories.models import HonourLevel
from tests.people.factories import UnitFactory
from tests.stories.factories import agree, make_exemplar, make_honour

pytestmark = pytest.mark.django_db
REGISTER = "/stories/honours/"


@pytest.fixture
def holders(site_home):
    found = [make_exemplar(name, unit=UnitFactory()) for name in ("张虚构", "李虚构")]
    for person in found:
        agree(person)
    make_honour(found[0], "标兵", year=2024, level=HonourLevel.DISTRICT)
    make_honour(found[1], "标兵", year=2024, level=HonourLevel.DISTRICT)
    make_honour(found[0], "能手", year=2024, level=HonourLevel.PROVINCIAL)
    make_honour(found[0], "新秀", year=2019, level=None)
    make_honour(found[1], "老奖状", year=None)
    return found


def lines(client, query=""):
    answer = client.get(REGISTER + query)
    assert answer.status_code == 200
    text = answer.content.decode()
    names = re.findall(r'register__who"><a[^>]*>(\w+)<', text)
    titles = re.findall(r'register__title">(\w+)', text)
    return list(zip(names, titles, strict=True))


def test_by_year_then_level_then_name(client, holders):
    assert lines(client) == [
        ("张虚构", "能手"),
        ("李虚构", "标兵"),
        ("张虚构", "标兵"),
        ("张虚构", "新秀"),
        ("李虚构", "老奖状"),
    ]
    text = client.get(REGISTER).content.decode()
    assert re.findall(r'roll__letter">(\w+)<', text) == ["2024年", "2019年", "年度未详"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?year=2019", ["新秀"]),
        ("?level=2", ["能手"]),
        ("?year=2024&level=4&q=李", ["标兵"]),
        ("?q=新秀", ["新秀"]),
        ("?year=2030", []),
        # No such thing is the same as none.
        ("?year=x&level=99", ["能手", "标兵", "标兵", "新秀", "老奖状"]),
        ("?year=²", ["能手", "标兵", "标兵", "新秀", "老奖状"]),
        ("?page=999", ["能手", "标兵", "标兵", "新秀", "老奖状"]),
    ],
)
def test_narrowed(client, holders, query, titles):
    assert [title for _, title in lines(client, query)] == titles


def test_each_choice_counts_what_the_others_leave(client, holders):
    text = client.get(f"{REGISTER}?level=4").content.decode()
    found = re.findall(r'href="\?([^"]*)"[^>]*>(\S+) <span class="facets__count">(\d+)', text)
    assert found == [
        ("level=2", "省级", "1"),
        ("", "区县级", "3"),
        ("year=2024&amp;level=4", "2024年", "2"),
    ]


@pytest.mark.parametrize("count", [1, 10, 100])
def test_constant_queries(client, site_home, count, django_assert_max_num_queries):
    unit = UnitFactory()
    for number in range(count):
        person = make_exemplar(f"虚构{number}", unit=unit)
        agree(person)
        make_honour(person, year=2000 + number % 20)
    client.get(REGISTER)
    with django_assert_max_num_queries(9):
        assert client.get(REGISTER).status_code == 200

import html
import re

import pytest
from django.urls import reverse

from editorial.enums import Audience
from home.models import StandardPage, TopicPage
from tests.people.factories import TeacherFactory, UnitFactory
from tests.search.pieces import live_log, live_story, narrow


@pytest.fixture
def search(client, site_home, search_index):
    def get(query: str = "", **parameters):
        search_index()
        response = client.get(reverse("search:results"), {"q": query, **parameters})
        assert response.status_code == 200
        return response

    return get


def found(response) -> list[str]:
    return [entry["page"].title for entry in response.context["entries"]]


def choices(response) -> dict[str, dict[str, int]]:
    return {
        group.name: {choice.label: choice.count for choice in [*group.first, *group.others]}
        for group in response.context["groups"]
    }


@pytest.fixture
def school(db):
    return UnitFactory(name="济水一小")


@pytest.fixture
def pieces(site_home, school):
    """Three stories and a log, of two schools, two subjects and two years."""
    author = TeacherFactory(unit=school)
    other = TeacherFactory()
    return [
        live_story(author, "课堂一", subject="语文", year=2024, unit=school),
        live_story(author, "课堂二", subject="语文", year=2025, unit=school),
        live_story(other, "课堂三", subject="数学", year=2025, unit=other.unit),
        live_log(other, "课堂笔记", unit=other.unit),
    ]


def test_every_group_counts_what_the_others_leave(search, pieces, school):
    counted = choices(search("课堂"))
    assert counted["type"] == {"师德风采": 3, "读书笔记": 1}
    assert counted["subject"] == {"语文": 2, "数学": 1}
    assert counted["unit"]["济水一小"] == 2
    assert counted["year"]["2024年"] == 1

    response = search("课堂", subject="语文", year="2025")
    assert found(response) == ["课堂二"]
    assert response.context["total"] == 1
    counted = choices(response)
    assert counted["subject"] == {"语文": 1, "数学": 1}
    assert counted["year"] == {"2025年": 1, "2024年": 1}


def test_a_choice_adds_itself_and_takes_itself_out(search, pieces):
    response = search("课堂", subject="语文")
    (chosen,) = response.context["chosen"]
    assert (chosen.label, chosen.is_chosen) == ("语文", True)
    assert chosen.address == "q=%E8%AF%BE%E5%A0%82"
    years = next(group for group in response.context["groups"] if group.name == "year")
    assert years.first[0].address == "q=%E8%AF%BE%E5%A0%82&subject=%E8%AF%AD%E6%96%87&year=2025"
    addresses = re.findall(r'href="\?([^"]+)"', response.content.decode())
    assert addresses
    assert all(address.startswith("q=%E8%AF%BE%E5%A0%82") for address in addresses)


def test_a_chosen_value_without_results_shows_the_way_back(search, pieces):
    response = search("课堂一", subject="数学")
    assert found(response) == []
    assert [choice.label for choice in response.context["chosen"]] == ["数学"]
    content = html.unescape(response.content.decode())
    assert "查找全部内容" in content
    assert f'href="?{response.context["all_results"]}"' in content


def test_newest_first(search, pieces):
    assert found(search("课堂", type="storypage", sort="newest"))[-1] == "课堂一"
    response = search("课堂", sort="oldest")
    assert response.context["inquiry"].sort == ""


@pytest.mark.parametrize(
    "bad",
    [
        {"type": "wagtailcore.page"},
        {"year": "二〇二五"},
        {"year": "20255"},
        {"subject": "\x00"},
        {"unit": "学" * 10_000},
        {"sort": "\u202e"},
    ],
)
def test_bad_values_are_ignored(search, pieces, bad):
    assert len(found(search("课堂", **bad))) == 4


def test_a_group_with_one_value_is_not_offered(search, site_home):
    live_story(TeacherFactory(), "课堂一", subject="语文")
    assert choices(search("课堂")) == {}


def test_many_units_stand_behind_more(search, site_home):
    for number in range(8):
        teacher = TeacherFactory()
        live_story(teacher, f"课堂{number}", unit=teacher.unit)
    response = search("课堂")
    units = next(group for group in response.context["groups"] if group.name == "unit")
    assert (len(units.first), len(units.others)) == (5, 3)
    assert "更多单位" in response.content.decode()


def test_a_piece_for_one_school_is_neither_counted_nor_offered(search, client, pieces, school):
    secret = live_story(TeacherFactory(unit=school), "课堂四", subject="音乐", unit=school)
    narrow(secret, Audience.SCHOOL, school)
    response = search("课堂")
    assert "课堂四" not in response.content.decode()
    assert "音乐" not in response.content.decode()
    assert response.context["total"] == 4
    assert found(search("课堂", subject="音乐")) == []
    client.force_login(TeacherFactory())
    assert search("课堂").context["total"] == 4
    client.force_login(TeacherFactory(unit=school))
    response = search("课堂")
    assert response.context["total"] == 5
    assert choices(response)["subject"]["音乐"] == 1


def test_types_of_the_site_itself(search, make_page, monkeypatch):
    monkeypatch.setattr(StandardPage, "search_kind", "资料")
    monkeypatch.setattr(TopicPage, "search_kind", "专题")
    make_page("教育一")
    make_page("教育二")
    make_page("教育专题", model=TopicPage)
    assert choices(search("教育"))["type"] == {"资料": 2, "专题": 1}
    narrowed = search("教育", type="topicpage")
    assert found(narrowed) == ["教育专题"]
    assert choices(narrowed)["type"] == {"专题": 1, "资料": 2}

"""The public page of totals."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.utils import timezone

from reading.figures.actions import count_year
from reading.models import YearFigures
from tests.reading.figures.factories import finish, last_year, make_year, readers

pytestmark = pytest.mark.django_db
ADDRESS = "/reading/figures/"


@pytest.fixture(autouse=True)
def _nobody_asked_yet():
    cache.clear()


@pytest.fixture
def year():
    return last_year()


def filled(year, amount=6):
    teachers = readers(amount)
    for teacher in teachers:
        finish(teacher, year, after=3)
    return teachers


def test_totals_with_their_rule_and_date(client, year):
    filled(year)
    count_year(year=year)
    text = unescape(client.get(ADDRESS).content.decode())
    assert "读完 <strong>6</strong> 本书" in text
    assert text.count('role="img"') == 4
    assert text.count("<table") == 4
    assert text.count("<figcaption") == text.count("每次算一本；统计于 2") == 4
    assert "不足五人的组不公布" in text


def test_no_person_and_no_school_stands_there(client, year):
    teachers = filled(year)
    text = client.get(ADDRESS).content.decode()
    assert "读完 <strong>6</strong> 本书" in text
    for teacher in teachers:
        assert teacher.name not in text
        assert teacher.staff_number not in text
    assert teachers[0].teacher_profile.unit.name not in text


def test_a_visitor_finds_figures_although_nobody_counted_yet(client, year):
    filled(year)
    assert "读完 <strong>6</strong> 本书" in client.get(ADDRESS).content.decode()
    assert YearFigures.objects.count() == 1


def test_figures_of_yesterday_are_counted_anew_once(client, year):
    filled(year)
    count_year(year=year)
    old = timezone.now() - timedelta(hours=25)
    YearFigures.objects.update(counted_at=old)
    client.get(ADDRESS)
    assert YearFigures.objects.get().counted_at > old
    YearFigures.objects.update(counted_at=old)
    client.get(ADDRESS)  # asked within the last ten minutes
    assert YearFigures.objects.get().counted_at == old


@pytest.mark.parametrize("amount", [5, 10, 100])
def test_a_request_reads_what_was_counted(client, year, amount, django_assert_num_queries):
    teachers = readers(5)
    for number in range(amount):
        finish(teachers[number % 5], year)
    count_year(year=year)
    client.get(ADDRESS)
    with django_assert_num_queries(6):
        client.get(ADDRESS)


def test_a_year_with_few_readers_says_so(client, year):
    filled(year, amount=4)
    text = client.get(ADDRESS).content.decode()
    assert "这一年还没有可以公布的数字" in text
    assert "drawing" not in text


def test_another_year_is_chosen_by_its_number(client, year):
    filled(year)
    current = make_year()
    assert "没有可以公布" in client.get(ADDRESS).content.decode()
    text = client.get(ADDRESS, {"year": year.pk}).content.decode()
    assert "<strong>6</strong>" in text
    assert f'href="?year={current.pk}"' in text


@pytest.mark.parametrize("value", ["0", "-1", "x", "99999999999999999999", "１", "1'--"])
def test_a_year_that_is_none_is_not_found(client, year, value):
    assert client.get(ADDRESS, {"year": value}).status_code == 404


def test_before_the_first_year_the_page_says_that_it_waits(client):
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert "正在统计" in answer.content.decode()


def test_it_takes_no_post(client):
    assert client.post(ADDRESS).status_code == 405

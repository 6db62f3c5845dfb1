"""What the totals count, and what they do not."""

from datetime import date

import pytest
from django.core.management import call_command

from people.models import Subject
from reading.figures.actions import count_year
from reading.figures.counting import count, months_of
from reading.figures.tasks import count_figures
from reading.models import ReadingRecord, YearFigures
from tests.reading.figures.factories import finish, last_year, make_year, readers

pytestmark = pytest.mark.django_db


def tables(figures):
    return {table["name"]: dict(table["rows"]) for table in figures.tables}


def test_a_year_in_five_pictures():
    year, chinese = last_year(), Subject.objects.get(name="语文")
    teachers = readers(6, stage="primary", subject=chinese)
    for teacher in teachers:
        finish(teacher, year, kind="classic", after=3)
        finish(teacher, year, kind="general", after=40)
    figures = count_year(year=year)
    assert figures.total == 12
    shown = tables(figures)
    assert list(shown) == ["kind", "stage", "month", "subject"]
    assert shown["kind"] == {"教育名著": 6, "学科专著": 0, "非教育类": 6}
    assert shown["month"]["1月"] == 6
    assert shown["month"]["2月"] == 6
    assert shown["month"]["12月"] == 0
    assert shown["subject"] == {"语文": 12}
    assert shown["stage"] == {"小学": 12}


def test_a_subject_whose_teachers_finished_nothing_is_hidden_with_the_next():
    year, (chinese, maths, *_) = last_year(), Subject.objects.all()
    for teacher in readers(6, subject=chinese):
        finish(teacher, year)
    readers(2, subject=maths)
    assert tables(count_year(year=year))["subject"] == {chinese.name: None, maths.name: None}


def test_large_groups_are_shown_beside_small_ones():
    year = last_year()
    subjects = list(Subject.objects.all())
    for subject in subjects[:3]:
        for teacher in readers(6, subject=subject):
            finish(teacher, year)
            finish(teacher, year)
    finish(readers(1, subject=subjects[3])[0], year)
    shown = tables(count_year(year=year))["subject"]
    assert sorted(value for value in shown.values() if value is not None) == [12, 12]
    assert shown[subjects[3].name] is None


def test_only_finished_books_that_count_in_the_year():
    year = last_year()
    teachers = readers(5)
    for teacher in teachers:
        finish(teacher, year)
    finish(teachers[0], year, counts=False)
    finish(teachers[0], year, finished_on=date(year.starts_on.year - 1, 12, 31))
    finish(teachers[0], year, finished_on=date(year.ends_on.year + 1, 1, 1))
    record = finish(teachers[0], year)
    ReadingRecord.objects.filter(pk=record.pk).update(state="stopped")
    assert count_year(year=year).total == 5


def test_a_switched_off_account_does_not_count():
    year, teachers = last_year(), readers(6)
    for teacher in teachers:
        finish(teacher, year)
    teachers[0].is_active = False
    teachers[0].save()
    assert count_year(year=year).total == 5


def test_what_the_reader_says_the_book_is_goes_first():
    year = last_year()
    for teacher in readers(5):
        finish(teacher, year, kind="classic", chosen_kind="general")
    kinds = count(year)[0]["kind"]
    assert [cell.books for cell in kinds] == [0, 0, 5]


def test_fewer_than_five_people_leave_no_figure():
    year = last_year()
    for teacher in readers(4):
        finish(teacher, year)
    figures = count_year(year=year)
    assert (figures.total, figures.tables) == (None, [])


@pytest.mark.parametrize("amount", [1, 10, 100])
def test_counting_takes_the_same_queries_for_any_number(amount, django_assert_num_queries):
    year, teachers = last_year(), readers(5)
    for number in range(amount):
        finish(teachers[number % 5], year)
    count_year(year=year)
    with django_assert_num_queries(7):  # 2 of them are a savepoint
        count_year(year=year)


def test_counting_again_changes_nothing_but_the_time():
    year = last_year()
    for teacher in readers(5):
        finish(teacher, year)
    first = count_year(year=year)
    again = count_year(year=year)
    assert (first.tables, first.total) == (again.tables, again.total)
    assert YearFigures.objects.count() == 1


def test_the_task_leaves_fresh_figures_alone():
    year = last_year()
    count_figures.enqueue(year.pk)
    first = YearFigures.objects.get()
    count_figures.enqueue(year.pk)
    count_figures.enqueue(10**6)
    assert YearFigures.objects.get().counted_at == first.counted_at


def test_the_command_counts_every_year_that_has_begun(capsys):
    last_year()
    make_year()
    make_year(name="将来", starts_on=date(2100, 1, 1), ends_on=date(2100, 12, 31))
    call_command("count_reading_figures")
    assert YearFigures.objects.count() == 2
    assert capsys.readouterr().out.count("不公布") == 2


def test_months_of_a_school_year():
    months = months_of(date(2025, 9, 1), date(2026, 8, 31))
    assert len(months) == 12
    assert months[0] == ((2025, 9), "9月")
    assert months[-1] == ((2026, 8), "8月")

"""Pages in the order of their dates: few or many, they are the same pages."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from wagtail.models import Page

from portal import by_date
from portal.by_date import anywhere_below, is_many, newest_first, newest_of, of_type, of_types
from portal.queries import public_pages
from reading.models import ReadingLogPage
from stories.models import StoryIndexPage, StoryPage
from tests.editorial.factories import log_draft, make_work, put_live
from tests.people.factories import TeacherFactory
from tests.stories.factories import story_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def logs(site_home):
    author, work = TeacherFactory(), make_work("另一本书")
    put_live(story_draft(author))
    return [
        put_live(log_draft(author, title=f"第{n}篇", **({"work": work} if n % 2 else {})))
        for n in range(6)
    ]


@pytest.fixture
def counted_as(monkeypatch):
    def set_few(few):
        cache.clear()
        monkeypatch.setattr(by_date, "FEW", few)

    return set_few


def indexes():
    with connection.cursor() as cursor:
        return connection.introspection.get_constraints(cursor, Page._meta.db_table)


def test_every_migration_leaves_the_index_there(site_home):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {by_date.INDEX}")
    assert by_date.INDEX not in indexes()
    for _ in range(2):
        by_date.keep_index(using="default")
        assert indexes()[by_date.INDEX]["columns"] == [*by_date.COLUMNS]


def test_the_newest_of_a_type_come_first(logs):
    assert [page.pk for page in newest_first(ReadingLogPage.objects.all())] == [
        page.pk for page in reversed(logs)
    ]


def test_a_type_with_others_below_it_is_all_of_them(logs):
    kinds = {page.content_type_id for page in of_type(Page.objects.all())}
    assert ContentType.objects.get_for_model(StoryPage).pk in kinds
    assert len(kinds) > 2
    assert [type(page) for page in of_type(StoryPage.objects.all())] == [StoryPage]


def test_types_are_found_in_the_order_of_another_column(logs):
    found = of_types(Page.objects.all(), [ReadingLogPage]).order_by("-first_published_at")
    assert [page.pk for page in found] == [page.pk for page in reversed(logs)]


@pytest.mark.parametrize("few", [0, 1, 1_000])
def test_few_or_many_of_a_book_are_the_same(logs, few, counted_as):
    counted_as(few)
    work = logs[1].work
    found = newest_of(public_pages(ReadingLogPage.objects.all()), "work_id", [work.pk])
    assert [page.title for page in found] == ["第5篇", "第3篇", "第1篇"]
    assert not newest_of(ReadingLogPage.objects.all(), "work_id", [])


@pytest.mark.parametrize("few", [0, 1_000])
def test_what_is_below_is_all_of_it(logs, few, counted_as):
    counted_as(few)
    for page in Page.objects.all():
        assert set(anywhere_below(page)) == set(Page.objects.descendant_of(page))


def test_many_is_asked_once_in_some_minutes(logs, counted_as, django_assert_num_queries):
    counted_as(3)
    rows = ReadingLogPage.objects.all()
    with django_assert_num_queries(1):
        assert is_many("logs", rows)
    with django_assert_num_queries(0):
        assert is_many("logs", rows)
        assert not is_many("nothing", lambda: False)


def plan(rows):
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        return "\n".join(row[-1] for row in cursor.fetchall())


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL plans by what it counted")
def test_sqlite_looks_the_first_up_and_sorts_no_more_than_equals(logs, counted_as):
    counted_as(1)
    index = StoryIndexPage.objects.get()
    for rows in (
        newest_first(public_pages(StoryPage.objects.child_of(index)).for_cards()),
        newest_of(ReadingLogPage.objects.for_cards(), "work_id", [logs[1].work_id]),
    ):
        for each in (rows[:12], rows.reverse()[:12]):
            found = plan(each)
            assert f"USING INDEX {by_date.INDEX}" in found
            assert "USE TEMP B-TREE FOR ORDER BY" not in found

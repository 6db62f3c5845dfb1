"""The table: missing, of another version, locked, exchanged."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from search import health, queue
from search.backends.results import Narrowing
from search.engine.errors import IndexLockedError
from search.engine.found import search
from search.engine.queries import Term
from search.models import IndexOperation
from search.postgres import table
from search.postgres.snapshot import PostgresSnapshot
from tests.search.engine_writer import document
from tests.search.postgres.conftest import NEEDS

pytestmark = NEEDS


def titles(query: str) -> list[str]:
    return [page.title for page in Page.objects.search(query)]


@pytest.mark.parametrize("damage", ["missing", "other version", "unfinished"])
def test_without_an_index_the_database_answers(pg_store, make_page, damage):
    make_page("教育随想")
    if damage == "unfinished":
        table.create(connection)
    if damage == "other version":
        call_command("update_index", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("COMMENT ON TABLE search_documents IS 'older'")
    ok, message = health.check()
    assert not ok
    assert "update_index" in message
    assert titles("教育") == ["教育随想"]
    assert queue.drain() == 0
    call_command("update_index", verbosity=0)
    ok, message = health.check()
    assert ok
    assert "正常" in message
    assert titles("随想") == ["教育随想"]


def test_only_one_rebuild_at_a_time(search_index):
    backend = get_search_backend()
    index = backend.get_index_for_model(Page)
    first = backend.rebuilder_class(index)
    first.start()
    assert backend.store.is_rebuilding()
    with pytest.raises(IndexLockedError):
        backend.rebuilder_class(index).start()
    first.finish()
    assert not backend.store.is_rebuilding()


@pytest.mark.django_db(transaction=True)
def test_rows_wait_while_another_connection_writes(search_index, make_page):
    from threading import Event, Thread

    holds, may_go = Event(), Event()

    def hold():
        with table.write_lock(connection, 1):
            holds.set()
            may_go.wait(10)
        connection.close()

    thread = Thread(target=hold)
    thread.start()
    holds.wait(10)
    with queue.postponed():
        make_page("教育随想")
        assert queue.drain(timeout=0) == 0
        assert queue.pending() > 0
        may_go.set()
        thread.join()
    assert queue.pending() == 0
    assert titles("随想") == ["教育随想"]


def test_index_and_queue_change_in_one_transaction(search_index, make_page, monkeypatch):
    search_index()
    make_page("教育随想")
    waiting = queue.pending()
    original = queue._apply_all

    def die_late(*args):
        original(*args)
        raise RuntimeError("killed")

    monkeypatch.setattr(queue, "_apply_all", die_late)
    with pytest.raises(RuntimeError), transaction.atomic():
        queue.drain()
    assert IndexOperation.objects.count() == waiting
    assert titles("随想") == []


@pytest.mark.parametrize(
    "title", ["教育'); DROP--", "教\\育'' & | ! :* <->", "教育 \x00 \u202e", "é教育ß"]
)
def test_signs_are_no_syntax(search_index, make_page, title):
    page = make_page(title.replace("\x00", ""))
    search_index()
    assert [found.pk for found in Page.objects.search(title)] == [page.pk]


def test_a_text_longer_than_a_tsvector(search_index, pg_store):
    text = " ".join(f"{n:09d}" for n in range(120_000))
    with pg_store.write_lock(1):
        pg_store.apply([document("wagtailcore.page:7", f"开头 {text}")], ())
    with pg_store.snapshot() as snapshot:
        assert isinstance(snapshot, PostgresSnapshot)
        assert snapshot.texts(["wagtailcore.page:7"])


def test_labels_narrow_and_count(search_index, make_page):
    from home.models import TopicPage

    make_page("教育一")
    make_page("教育二", live=False)
    make_page("教育三", model=TopicPage)
    search_index()
    narrowing = Narrowing(must={"readers": ["public"]}, choices={"type": ""})
    results = Page.objects.search("教育").narrowed(narrowing)
    assert results.count() == 2
    assert results.label_counts("type") == {"standardpage": 1, "topicpage": 1}
    chosen = Page.objects.search("教育").narrowed(
        Narrowing(must={"readers": ["public"]}, choices={"type": "topicpage"})
    )
    assert [page.title for page in chosen] == ["教育三"]


def test_any_number_of_labels(search_index, pg_store):
    few = replace(document("wagtailcore.page:1", "教育"), number=1, labels=["unit=一"])
    units = [f"unit={number}" for number in range(12)]
    many = replace(document("wagtailcore.page:2", "教育"), number=2, labels=[*units, "unit=一"])
    with pg_store.write_lock(1):
        pg_store.apply([few, many], ())
    with pg_store.snapshot() as snapshot:
        found = search(snapshot, Term("words", "教育"), "wagtailcore.page", now=0)
        assert found.counts("unit") == {"一": 2} | {str(number): 1 for number in range(12)}
        assert found.labelled("unit", ["11"]).ranking().numbers.tolist() == [2]


def test_telling_words(search_index, make_page):
    page = make_page("苏霍姆林斯基与教育", summary="苏霍姆林斯基")
    make_page("苏霍姆林斯基传")
    for number in range(6):
        make_page(f"教育{number}")
    search_index()
    words = get_search_backend().characteristic_words(page.specific, 1)
    assert words
    assert words != ["教育"]


@pytest.mark.parametrize("count", [1, 10, 60])
def test_queries_do_not_grow_with_results(
    search_index, make_page, count, django_assert_max_num_queries
):
    for number in range(count):
        make_page(f"教育{number}")
    search_index()
    with django_assert_max_num_queries(7):
        results = Page.objects.search("教育")
        assert results.count() == count
        assert len(results[:10]) == min(count, 10)

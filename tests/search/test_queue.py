import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from home.models import StandardPage
from search import documents, queue
from search.models import IndexOperation


def titles(query: str) -> list[str]:
    return sorted(page.title for page in Page.objects.search(query))


def test_a_save_waits_in_its_own_transaction(search_index, make_page):
    search_index()
    page = make_page("教育随想")
    row = IndexOperation.objects.get(object_pk=str(page.pk))
    assert (row.model_label, row.operation) == ("home.standardpage", "update")
    assert titles("随想") == []
    assert search_index() > 0
    assert IndexOperation.objects.count() == 0
    assert titles("随想") == ["教育随想"]


def test_a_change_that_is_rolled_back_leaves_nothing(search_index, make_page):
    page = make_page("教育随想")
    search_index()
    savepoint = transaction.savepoint()
    page.title = "从未发生"
    page.save()
    assert queue.pending() == 1
    transaction.savepoint_rollback(savepoint)
    assert queue.pending() == 0
    assert titles("随想") == ["教育随想"]


def test_only_the_last_operation_of_an_object_counts(search_index, make_page):
    page = make_page("第一稿")
    for title in ("第二稿", "第三稿"):
        page.title = title
        page.save()
    search_index()
    assert titles("稿") == ["第三稿"]
    assert get_search_backend().store.document_count() == Page.objects.count()


def test_a_page_has_one_document_whichever_class_is_saved(search_index, make_page):
    page = make_page("教育随想", summary="一段摘要")
    search_index()
    Page.objects.get(pk=page.pk).save()
    search_index()
    assert titles("摘要") == ["教育随想"]
    assert get_search_backend().store.document_count() == Page.objects.count()


def test_deleted_objects_leave_the_index(search_index, make_page):
    page = make_page("教育随想")
    search_index()
    before = get_search_backend().store.document_count()
    page.delete()
    search_index()
    assert get_search_backend().store.document_count() == before - 1


def test_an_object_that_is_gone_is_removed_not_waited_for(search_index, make_page):
    page = make_page("教育随想")
    IndexOperation.objects.create(
        model_label="home.standardpage", object_pk=str(page.pk + 999), operation="update"
    )
    IndexOperation.objects.create(model_label="gone.model", object_pk="1", operation="update")
    search_index()
    assert queue.pending() == 0
    assert titles("随想") == ["教育随想"]


def test_an_unreadable_object_does_not_hold_up_the_others(
    search_index, make_page, monkeypatch, caplog
):
    bad, good = make_page("教育坏"), make_page("教育好")
    original = documents.document_of

    def failing(instance, readers):
        if instance.pk == bad.pk:
            raise ValueError("broken field")
        return original(instance, readers)

    monkeypatch.setattr(documents, "document_of", failing)
    search_index()
    assert queue.pending() == 0
    assert titles("教育") == [good.title]
    assert "Cannot index" in caplog.text


def test_rows_wait_while_another_process_writes(search_index, make_page):
    make_page("教育随想")
    with get_search_backend().store.folder.write_lock(1):
        assert queue.drain(timeout=0) == 0
    assert queue.pending() > 0
    search_index()
    assert titles("随想") == ["教育随想"]


def test_rows_wait_while_there_is_no_index(index_path, make_page):
    make_page("教育随想")
    assert queue.drain() == 0
    assert queue.pending() > 0
    call_command("update_index", verbosity=0)
    assert queue.pending() == 0
    assert titles("随想") == ["教育随想"]


def test_changes_during_a_rebuild_reach_both_generations(search_index, make_page):
    backend = get_search_backend()
    before = make_page("教育旧文")
    search_index()
    rebuilder = backend.rebuilder_class(backend.get_index_for_model(Page))
    building = rebuilder.start()
    building.add_items(StandardPage, [before])
    before.title = "教育新文"
    before.save()
    make_page("教育另文")
    queue.drain()
    assert titles("教育") == ["教育另文", "教育新文"]
    assert queue.pending() > 0
    rebuilder.finish()
    assert queue.pending() == 0
    assert titles("教育") == ["教育另文", "教育新文"]
    assert titles("旧文") == []


def test_the_command_says_what_it_did(search_index, make_page, capsys):
    search_index()
    make_page("教育随想")
    call_command("drain_search_queue")
    assert "待处理 0 项" in capsys.readouterr().out
    assert titles("随想") == ["教育随想"]


@pytest.mark.django_db(transaction=True)
def test_a_commit_brings_the_change_into_the_index(search_index, make_page):
    make_page("教育随想")
    assert queue.pending() == 0
    assert titles("随想") == ["教育随想"]


@pytest.mark.django_db(transaction=True)
def test_a_request_survives_an_index_that_cannot_be_written(search_index, make_page, monkeypatch):
    def fail(*args):
        raise OSError("disk full")

    monkeypatch.setattr(queue, "_apply_all", fail)
    make_page("教育随想")
    monkeypatch.undo()
    assert queue.pending() > 0
    search_index()
    assert titles("随想") == ["教育随想"]


@pytest.mark.django_db(transaction=True)
def test_bulk_jobs_reach_the_index_in_one_go(search_index, make_page):
    with queue.postponed():
        for number in range(5):
            make_page(f"教育{number}")
        assert queue.pending() >= 5
        assert titles("教育") == []
    assert queue.pending() == 0
    assert len(titles("教育")) == 5


@pytest.mark.django_db(transaction=True)
def test_simultaneous_drains_lose_nothing(search_index, make_page):
    with queue.postponed():
        pages = [make_page(f"教育{number}") for number in range(12)]
        queue_rows = IndexOperation.objects.count()
        assert queue_rows >= 12
        failures: list[Exception] = []

        def touch(page):
            try:
                StandardPage.objects.get(pk=page.pk).save()
                queue.drain(timeout=0)
            except Exception as error:
                failures.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=touch, args=(page,)) for page in pages]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []
    assert queue.pending() == 0
    assert len(titles("教育")) == 12
    assert get_search_backend().store.document_count() == Page.objects.count()

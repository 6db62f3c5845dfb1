"""The vocabulary is rebuilt in the background, once for many changes."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import task_backends
from wagtail.signals import page_published

from search import tasks
from search.models import VocabularyEntry, VocabularyRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    results = task_backends["default"].results
    return lambda: sum(result.task.name == "rebuild_vocabulary" for result in results)


def test_many_publications_are_one_rebuild(make_page, queued, django_capture_on_commit_callbacks):
    page = make_page("一页")
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            page_published.send(type(page), instance=page)
    assert queued() == 1
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert queued() == 1
    tasks.rebuild_vocabulary.func()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.request_rebuild()
    assert queued() == 2


@pytest.mark.parametrize("days", [-1, 365], ids=["long ago", "by a clock that ran ahead"])
def test_a_request_that_was_lost_is_made_again(queued, django_capture_on_commit_callbacks, days):
    VocabularyRequest.objects.create(requested_at=timezone.now() + timedelta(days=days))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.request_rebuild()
        tasks.request_rebuild()
    assert queued() == 1


def test_a_backend_that_cannot_wait_is_left_alone(django_assert_num_queries):
    with django_assert_num_queries(0):
        tasks.request_rebuild()


def test_the_task_fills_the_vocabulary():
    tasks.rebuild_vocabulary.func()
    assert VocabularyEntry.objects.filter(text="书房计划").exists()
    assert not VocabularyRequest.objects.exists()

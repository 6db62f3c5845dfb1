"""Lists in memory: read when they changed, and only then."""

import pytest
from django.db import DatabaseError

from search import dictionary, expansion, segmentation
from search.models import DictionaryWord, Stamp, SynonymGroup
from search.shared import SharedList, touch


@pytest.fixture
def loads():
    return []


@pytest.fixture
def shared(loads):
    def load():
        loads.append(1)
        return len(loads)

    return SharedList("test", load, 0)


@pytest.mark.django_db
def test_a_list_is_read_again_only_after_a_change(shared, loads, django_assert_num_queries):
    shared.refresh()
    with django_assert_num_queries(3):  # two of them a savepoint's, as in any transaction
        shared.refresh()
    assert (shared.get(), len(loads)) == (1, 1)
    touch("test")
    shared.refresh()
    assert shared.get() == 2
    touch("test")
    shared.refresh()
    assert shared.get() == 3


@pytest.mark.django_db
def test_others_look_after_a_while(shared, settings, django_assert_num_queries):
    settings.SEARCH_LISTS_CHECK_SECONDS = 1000
    assert shared.get() == 1
    touch("test")
    with django_assert_num_queries(0):
        assert shared.get() == 1
    shared._due = 0.0  # the time has come
    assert shared.get() == 2


@pytest.mark.django_db
def test_who_changes_a_list_sees_it_after_the_commit(
    shared, settings, django_capture_on_commit_callbacks
):
    settings.SEARCH_LISTS_CHECK_SECONDS = 1000
    assert shared.get() == 1
    with django_capture_on_commit_callbacks(execute=True):
        touch("test")
    assert shared.get() == 2


@pytest.mark.django_db
def test_a_database_that_cannot_answer_leaves_the_list_as_it_is(shared, monkeypatch):
    shared.refresh()

    def fail(*args, **kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr(Stamp.objects, "filter", fail)
    shared.refresh()
    assert shared.get() == 1


def test_nothing_is_asked_where_there_is_no_database(shared):
    assert shared.get() == 0


@pytest.mark.django_db
def test_editors_changes_arrive(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        word = DictionaryWord.objects.create(word="济水书院计划")
    assert "济水书院计划" in segmentation.own_words()
    with django_capture_on_commit_callbacks(execute=True):
        word.delete()
    assert "济水书院计划" not in segmentation.own_words()
    with django_capture_on_commit_callbacks(execute=True):
        SynonymGroup.objects.create(words="甲乙丙、丁戊己")
    assert expansion.variants("甲乙丙")[1].text == "丁戊己"


@pytest.mark.django_db
def test_the_initial_terms_are_read():
    dictionary.refresh()
    assert segmentation.words("名师工作室的书房计划") == ["名师工作室", "的", "书房计划"]

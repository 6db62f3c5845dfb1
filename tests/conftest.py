"""Fixtures that every folder uses."""

import shutil
from collections.abc import Generator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from modelsearch.backends import get_search_backend
from pytest_django.plugin import blocking_manager_key

from editorial.guarding import record_opened
from home.models import HomePage
from home.site_tree import ensure_site
from portal import lasting
from search import dictionary, expansion

COMMITTING = {"transactional_db", "live_server"}


def _commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    by_mark = bool(mark and mark.kwargs.get("transaction"))
    return by_mark or not COMMITTING.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let Django know what migrations made, for after the flush that follows a commit."""
    for item in items:
        if _commits(item):
            mark = item.get_closest_marker("django_db")
            kept = (mark.kwargs if mark else {}) | {
                "transaction": True,
                "serialized_rollback": True,
            }
            item.add_marker(pytest.mark.django_db(**kept), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, object, object]:
    """Put the rows of the migrations back at once.

    Django does it before the next test that commits; with several workers, a test that does not
    commit may come first.
    """
    result = yield
    # There is no database after the last test, nor before the first one that was not skipped.
    is_there = hasattr(connection, "_test_serialized_contents")
    if nextitem is not None and is_there and _commits(item):
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
            connection.close()
    return result


@pytest.fixture(autouse=True, scope="session")
def _flush_empties_the_record_too() -> Generator[None, None, None]:
    """Open the record for the flush that follows a test that commits; the database refuses else."""
    flush = TransactionTestCase._fixture_teardown

    def flush_everything(case: TransactionTestCase) -> None:
        with record_opened():
            flush(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_everything)
        yield


@pytest.fixture(autouse=True, scope="module")
def _no_index_of_others() -> None:
    """An index that another module built tells of rows that are gone; their numbers come again."""
    get_search_backend().store.close()
    shutil.rmtree(settings.WAGTAILSEARCH_BACKENDS["default"]["PATH"], ignore_errors=True)


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()
    lasting.forget_all()


@pytest.fixture(autouse=True)
def _fresh_lists() -> Generator[None, None, None]:
    """What a test taught the search goes with its database."""
    yield
    dictionary.forget()
    expansion.forget()


@pytest.fixture
def site_home(db) -> HomePage:
    """The home page of a site with all sections and the three reviews."""
    return ensure_site(base_url="http://testserver")

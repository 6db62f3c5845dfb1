"""Fixtures that every folder uses."""

import gc
import shutil
from collections.abc import Generator

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import TransactionTestCase
from hypothesis import settings
from modelsearch.backends import get_search_backend

from home.models import HomePage
from home.site_tree import ensure_site
from portal import lasting
from search import dictionary, expansion
from tests.first_rows import keep_rows, put_rows_back
from tests.migrated import MigratedCopy

# How long an example takes is a matter of the machine; no test is about time.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")

# Tests make much that stays (applications, templates, fixtures), and looking through it for
# garbage at every turn took a tenth of the suite's time.
gc.set_threshold(10_000, 10, 10)


@pytest.fixture(autouse=True, scope="session")
def _the_same_beginning() -> Generator[None, None, None]:
    """A test that commits leaves the database as it found it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: put_rows_back())
        yield


@pytest.fixture(autouse=True, scope="module")
def _no_index_of_others() -> None:
    """An index that another module built tells of rows that are gone; their numbers come again."""
    get_search_backend().store.close()
    shutil.rmtree(django_settings.WAGTAILSEARCH_BACKENDS["default"]["PATH"], ignore_errors=True)


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


@pytest.fixture(scope="session")
def _migrated(pytestconfig: pytest.Config, django_db_modify_db_settings: None) -> MigratedCopy:
    return MigratedCopy(pytestconfig.cache.mkdir("migrated"))


@pytest.fixture(scope="session")
def django_db_keepdb(_migrated: MigratedCopy) -> bool:
    """Whether the test database is there already."""
    return _migrated.bring()


@pytest.fixture(scope="session")
def django_db_setup(_migrated: MigratedCopy, django_db_setup: None, django_db_blocker) -> None:
    """A site with all sections and the three reviews, made once: each test begins with it."""
    with django_db_blocker.unblock():
        _migrated.done()
        ensure_site(base_url="http://testserver")
        keep_rows()


@pytest.fixture
def site_home(db) -> HomePage:
    """The home page above all sections."""
    return HomePage.objects.get()

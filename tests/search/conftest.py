"""A fresh index for every test that asks for one, and pages to put into it."""

import gc
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from modelsearch.backends import get_search_backend
from wagtail.models import Page, Site

from search import lexicon, queue
from search.engine.store import IndexStore
from tests.search.engine_writer import publish


@pytest.fixture(scope="session")
def words_file(tmp_path_factory) -> Path:
    """What ``init_site`` writes for web processes."""
    return lexicon.write(tmp_path_factory.mktemp("words"))


@pytest.fixture
def index_path(settings, tmp_path: Path) -> Path:
    """An index folder of this test's own, in which nothing has been built."""
    path = tmp_path / "index"
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "search.backends.whoosh", "PATH": path}
    }
    yield path
    get_search_backend().store.close()


@pytest.fixture
def search_index(root_page, index_path: Path) -> Callable[[], int]:
    """A built index; call the fixture to bring queued changes into it.

    In a test that runs inside a transaction nothing is ever committed, so the queue is not
    drained by itself.
    """
    call_command("update_index", verbosity=0)
    return queue.drain


@pytest.fixture
def root_page(request: pytest.FixtureRequest, db: None) -> Page:
    """The front page of the default site; sections are below it where a test asks for them."""
    front = Site.objects.get(is_default_site=True).root_page
    if "site_home" not in request.fixturenames:
        front.get_children().delete()
    return Page.objects.get(pk=front.pk)


@pytest.fixture
def make_page(root_page: Page) -> Callable[..., Page]:
    """Make a page below the front page: ``make_page("题目", summary="…", model=TopicPage)``."""
    from home.models import StandardPage

    made = 0

    def make(title: str, *, model: type[Page] = StandardPage, parent=None, **fields) -> Page:
        nonlocal made
        made += 1
        parent = Page.objects.get(pk=(parent or root_page).pk)
        return parent.add_child(instance=model(title=title, slug=f"test-page-{made}", **fields))

    return make


@pytest.fixture
def careless_whoosh():
    """For tests that damage an index: collect here the files that Whoosh does not close.

    It leaves them to the garbage collector when it fails to open or to write, and the collector
    would complain in some later test. The test itself also ignores ``ResourceWarning``.
    """
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def store(tmp_path: Path, careless_whoosh) -> IndexStore:
    """The engine alone, without Django: an empty published index."""
    opened = IndexStore(tmp_path / "engine", {"analysis": "test"})
    publish(opened, [])
    yield opened
    opened.close()

"""A fresh index for every test that asks for one, and pages to put into it."""

import gc
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from modelsearch.backends import get_search_backend
from wagtail.models import Locale, Page, Site

from search import queue
from search.engine.store import IndexStore
from tests.search.engine_writer import publish


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
def search_index(db, index_path: Path) -> Callable[[], int]:
    """A built index; call the fixture to bring queued changes into it.

    In a test that runs inside a transaction nothing is ever committed, so the queue is not
    drained by itself.
    """
    call_command("update_index", verbosity=0)
    return queue.drain


@pytest.fixture
def root_page(db) -> Page:
    """The front page of the default site."""
    Locale.objects.get_or_create(language_code="zh-hans")
    root = Page.objects.filter(depth=1).first() or Page.add_root(
        title="Root", slug="root", content_type=ContentType.objects.get_for_model(Page)
    )
    site = Site.objects.filter(is_default_site=True).first()
    if site:
        return site.root_page
    front = root.add_child(instance=Page(title="首页", slug="front"))
    Site.objects.create(hostname="testserver", root_page=front, is_default_site=True)
    return front


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

"""``SEARCH_URL`` names a backend, or says what is wrong."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.search import search_backends

FOLDER = Path("/var/portal/index")


def backend(url: str, vendor: str = "sqlite3") -> dict:
    return search_backends(url, folder=FOLDER, vendor=vendor)["default"]


@pytest.mark.parametrize("url", ["", "whoosh", "whoosh://", "whoosh:///"])
def test_whoosh_in_its_usual_folder(url):
    assert backend(url) == {"BACKEND": "search.backends.whoosh", "PATH": FOLDER}


def test_whoosh_elsewhere():
    assert backend("whoosh:///srv/index")["PATH"] == Path("/srv/index")


def test_a_worker_may_drain():
    assert backend("whoosh://?drain=worker")["AUTO_DRAIN"] is False
    assert backend("postgres://?drain=worker", "postgresql")["AUTO_DRAIN"] is False


@pytest.mark.parametrize("url", ["postgres", "database", "postgres://"])
def test_postgresql(url):
    assert backend(url, "postgresql") == {"BACKEND": "search.backends.postgres"}


def test_the_stock_backend_on_another_database():
    assert backend("database") == {"BACKEND": "modelsearch.backends.database"}
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        backend("postgres")


@pytest.mark.parametrize("kind", ["opensearch", "elasticsearch"])
def test_servers(kind):
    assert backend(f"{kind}+https://me:secret@search.example:9200/") == {
        "BACKEND": f"search.backends.{kind}",
        "URLS": ["https://me:secret@search.example:9200"],
        "INDEX_PREFIX": "portal_",
    }
    assert backend(f"{kind}+http://h?prefix=two_")["INDEX_PREFIX"] == "two_"


@pytest.mark.parametrize("url", ["solr://host", "opensearch://host", "opensearch+ftp://h", "x"])
def test_anything_else_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="SEARCH_URL"):
        backend(url)

"""Fixtures that every folder uses."""

import pytest
from django.core.cache import cache

from home.models import HomePage
from home.site_tree import ensure_site


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that commit are followed by a flush; let what migrations made come back after it."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark and mark.kwargs.get("transaction"):
            kept = mark.kwargs | {"serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(*mark.args, **kept), append=False)


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture
def site_home(db) -> HomePage:
    """The home page of a site with all sections and the three reviews."""
    return ensure_site(base_url="http://testserver")

"""Fixtures that every folder uses."""

import pytest
from django.core.cache import cache
from wagtail.models import Page

from home.models import HomePage
from home.site_tree import ensure_site


@pytest.fixture
def site_home(db) -> HomePage:
    """The home page of a site with all sections and the three reviews."""
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(title="Root", slug="root")  # a TransactionTestCase flushes it
    return ensure_site(hostname="testserver")


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()

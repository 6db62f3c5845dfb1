"""After any change that visitors can see, no address shows what was kept before it."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, close_old_connections, models, transaction

from portal.page_cache import setup
from portal.page_cache.layer import PageCache
from tests.people.factories import TeacherFactory
from tests.portal.page_cache.cached_site import CachedSite, unseen_tables
from tests.portal.page_cache.changes import CHANGES, as_it_is
from tests.portal.page_cache.recorded import committed
from tests.world import World

pytestmark = pytest.mark.django_db

# Numbers that the database gives, and the tree's own columns: changing them breaks rows, not pages.
LEFT = {"path", "depth", "numchild", "file", "file_hash", "url_path", "translation_key"}
OURS = ("portal", "stories", "reading", "forums", "workshops", "people", "media", "home")
OTHERS = ("editorial", "discussions", "feedback", "taggit", "wagtailcore")


@pytest.fixture
def site(recorded, settings, monkeypatch, site_home) -> Iterator[CachedSite]:
    settings.PAGE_CACHE = True
    settings.BASE_URL = "http://testserver"
    monkeypatch.setattr(setup, "generations", lambda: recorded)
    monkeypatch.setattr(PageCache, "_is_informed", lambda cache: True)
    # As Django's test client does: a request would close the connection of the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield CachedSite(recorded)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def world(site) -> World:
    world = World()
    world.grow_to(1)
    return world


def public(world: World) -> list[str]:
    others = ("/api/", "/search/", "/sitemap-images.xml")
    return [a for a in world.addresses() if "?" not in a and not a.startswith(others)]


def change_fields(model: type[models.Model]) -> None:
    """Change what rows of a model say, by one statement that no signal sees."""
    for field in model._meta.local_concrete_fields:
        if field.name in LEFT or field.primary_key or field.choices or field.is_relation:
            continue
        value: object = None
        if isinstance(field, (models.CharField, models.TextField)) and not field.unique:
            value = "改"
        elif isinstance(field, models.BooleanField):
            value = models.Case(models.When(**{field.name: True}, then=False), default=True)
        elif isinstance(field, models.IntegerField):
            value = models.F(field.name) + 1
        if value is not None:
            try:
                with transaction.atomic():
                    model._base_manager.update(**{field.name: value})
            except DatabaseError:
                continue  # a constraint knows better


def visible_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OURS + OTHERS
        and model._meta.db_table != "portal_pagechange"
        and model._base_manager.exists()
    ]


def test_no_change_leaves_an_old_page(site, world):
    kept = site.keep(public(world))
    assert len(kept) >= 35
    # What is left out of the notes is not part of any page.
    assert site.read & unseen_tables() - {"portal_pagechange"} == set()  # noted, not shown
    # Without a change, a page made anew is the same page.
    assert site.old_pages(kept) == []

    old = {}
    for change in CHANGES:
        with transaction.atomic():
            with committed():
                change(as_it_is(world))
            assert not all(e.basis.stands(site.shared) for e in kept.values()), change
            old[change.__name__] = site.old_pages(kept)
            transaction.set_rollback(True)
        site.take_as_new(kept)
    assert {name: pages for name, pages in old.items() if pages} == {}


def test_no_change_of_any_table_leaves_an_old_page(site, world):
    kept = site.keep(["/", "/tags/", *(page.get_url() for page in (world.story, world.event))])
    old = {}
    for model in visible_models():
        with transaction.atomic():
            with committed():
                change_fields(model)
            old[model._meta.label] = site.old_pages(kept)
            transaction.set_rollback(True)
        site.take_as_new(kept)
    assert len(old) >= 30
    assert {name: pages for name, pages in old.items() if pages} == {}


def test_signed_in_people_neither_see_nor_fill_it(site, client):
    client.force_login(TeacherFactory())
    session = f"sessionid={client.cookies['sessionid'].value}"
    theirs = site.get("/stories/", HTTP_COOKIE=session)
    assert len(site.cache.store) == 0
    visitors = site.get("/stories/")
    assert visitors[2]["Cache-Status"].endswith("stored")
    assert visitors[1] != theirs[1]
    again = site.get("/stories/", HTTP_COOKIE=session)
    assert again[1] == theirs[1]
    assert "Cache-Status" not in again[2]


def test_parameters_are_left_to_django(site):
    for query in ("?x=1", "?page=2", "?utm_source=a"):
        assert site.get(f"/stories/{query}")[0] == "200 OK"
    assert len(site.cache.store) == 0


def test_pages_for_some_are_not_kept(site):
    for address in ("/feedback/", "/accounts/login/", "/my/", "/no/such/page/", "/readyz"):
        site.get(address)
    assert len(site.cache.store) == 0


def test_kept_and_fresh_have_the_same_tag(site):
    site.get("/stories/")  # draws its pictures
    fresh = site.get("/stories/", HTTP_HX_REQUEST="true")[2]
    site.get("/stories/")
    kept = site.get("/stories/")[2]
    assert kept["Cache-Status"] == "portal; hit"
    assert site.get("/stories/", HTTP_IF_NONE_MATCH=kept["ETag"])[0] == "304 Not Modified"
    assert "Cache-Status" not in fresh
    assert kept["ETag"].removeprefix("W/") == fresh["ETag"]

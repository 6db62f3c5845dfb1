"""Parts of pages that a process keeps: as long as they are true, and for everybody."""

import time
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.template import Context, Template, TemplateSyntaxError
from django.test.utils import CaptureQueriesContext

from people.models import Unit
from portal.page_cache import parts
from portal.page_cache.parts import Parts, kept
from portal.page_cache.recording import reading
from tests.people.factories import TeacherFactory
from tests.portal.page_cache.changes import CHANGES, as_it_is
from tests.portal.page_cache.recorded import committed
from tests.reading.catalogue.factories import WorkFactory
from tests.world import World

pytestmark = pytest.mark.django_db
UNIT = Unit._meta.db_table


@pytest.fixture
def shelf(recorded, settings, monkeypatch) -> Parts:
    """What this process keeps; the test's own transaction counts as none."""
    shelf = Parts(recorded, max_bytes=1_000_000, fresh=60, confirmed=1, time_zone="Asia/Shanghai")
    settings.PAGE_CACHE = True
    monkeypatch.setattr(parts, "_parts", lambda: shelf)
    monkeypatch.setattr(parts, "_sees_what_others_do_not", lambda: False)
    monkeypatch.setattr(parts, "is_informed", lambda shared, seconds: True)
    return shelf


class Counter:
    """A part that counts how often it was made of the table of units."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> str:
        self.made += 1
        return f"{self.made}: {Unit.objects.count()}"


@pytest.fixture
def part() -> Counter:
    return Counter()


def test_made_once_until_its_table_changes(shelf, part):
    assert kept("units", part) == kept("units", part)
    with committed():
        WorkFactory()
    kept("units", part)
    assert part.made == 1
    with committed():
        Unit.objects.update(name="改")
    kept("units", part)
    assert part.made == 2


def test_other_keys_are_other_parts(shelf, part):
    assert kept(("units", 1), part) != kept(("units", 2), part)


def test_a_change_while_it_is_made_is_not_missed(shelf, part, recorded):
    def make():
        text = part()
        recorded.bump([UNIT])
        return text

    kept("units", make)
    kept("units", part)
    assert part.made == 2


def test_what_surrounds_a_kept_part_rests_on_its_tables_too(shelf, part):
    for _ in range(2):
        with reading() as page:
            kept("units", part)
        assert UNIT in page.tables
    assert part.made == 1
    assert page.fresh_until <= time.monotonic() + 60


def test_time_makes_it_anew(shelf, part, monkeypatch):
    kept("units", part)
    later = time.monotonic() + 61
    monkeypatch.setattr(time, "monotonic", lambda: later)
    kept("units", part)
    tomorrow = time.time() + 24 * 3600
    monkeypatch.setattr(time, "time", lambda: tomorrow)
    kept("units", part)
    assert part.made == 3


def test_nothing_is_kept_without_news_of_the_others(part, recorded):
    late = Parts(recorded, max_bytes=1_000_000, fresh=60, confirmed=1, time_zone="Asia/Shanghai")
    late.get("units", part)
    late.get("units", part)
    assert part.made == 2
    recorded.confirm(int(time.monotonic() * 1000))
    late.get("units", part)
    late.get("units", part)
    assert part.made == 3


def test_nothing_is_kept_in_a_transaction(shelf, part, monkeypatch):
    monkeypatch.setattr(parts, "_sees_what_others_do_not", lambda: connection.in_atomic_block)
    with transaction.atomic():
        kept("units", part)
        kept("units", part)
    assert part.made == 2


def test_without_the_setting_nothing_is_kept(shelf, part, settings):
    settings.PAGE_CACHE = False
    kept("units", part)
    kept("units", part)
    assert part.made == 2


class TestTag:
    TEXT = '{% load portal_tags %}{% kept "units" number %}{{ part }}{% endkept %}'

    def drawn(self, part: Counter, *, number: int = 1, host: str = "a", **of_request: bool) -> str:
        request = SimpleNamespace(get_host=lambda: host, **of_request)
        context = Context({"request": request, "number": number, "part": part})
        return Template(self.TEXT).render(context)

    def test_is_kept_by_host_and_arguments(self, shelf, part):
        assert self.drawn(part) == self.drawn(part)
        assert self.drawn(part, number=2) != self.drawn(part)
        assert self.drawn(part, host="b") != self.drawn(part)

    def test_a_preview_neither_sees_nor_fills_it(self, shelf, part):
        shown = self.drawn(part)
        preview = self.drawn(part, is_preview=True)
        assert preview != shown
        assert self.drawn(part) == shown

    def test_outside_a_request_it_is_drawn(self, shelf, part):
        made = [Template(self.TEXT).render(Context({"part": part})) for _ in range(2)]
        assert made[0] != made[1]

    def test_without_a_name_it_is_a_mistake(self):
        with pytest.raises(TemplateSyntaxError, match="name"):
            Template("{% load portal_tags %}{% kept %}{% endkept %}")


class TestFrontPage:
    @pytest.fixture
    def world(self, shelf, site_home) -> World:
        world = World()
        world.grow_to(1)
        return world

    def queries(self, client) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/").status_code == 200
        return len(captured)

    def test_its_sections_are_shared_by_all_who_are_signed_in(self, client, world):
        client.force_login(TeacherFactory())
        first = self.queries(client)
        client.force_login(TeacherFactory())
        assert self.queries(client) <= first - 8

    def test_no_change_leaves_an_old_section(self, client, world, settings):
        client.get("/")  # draws its pictures
        old = []
        for change in CHANGES:
            client.get("/")
            with transaction.atomic():
                with committed():
                    change(as_it_is(world))
                shown = client.get("/").content
                settings.PAGE_CACHE = False
                if client.get("/").content != shown:
                    old.append(change.__name__)
                settings.PAGE_CACHE = True
                transaction.set_rollback(True)
            parts._parts()._store = type(parts._parts()._store)(1_000_000)
        assert old == []

"""A machine learns of what others changed, and of what died before it was told."""

import pytest
from django.db import connection

from portal.models import PageChange
from portal.page_cache import watching
from portal.page_cache.generations import Generations
from portal.page_cache.recording import purge
from portal.page_cache.watching import Watcher
from reading.models import Work
from tests.portal.page_cache.recorded import committed


@pytest.fixture
def other(tmp_path) -> Generations:
    """The numbers of another machine."""
    return Generations(tmp_path / "other")


@pytest.fixture
def watcher(recorded, other) -> Watcher:
    watcher = Watcher(other)
    watcher.ask()
    return watcher


def works(machine: Generations) -> dict[int, int]:
    return machine.versions(["reading_work"], machine.all())


def change() -> None:
    Work.objects.create(title="书", kind="classic")


def test_a_change_of_another_machine_is_passed_on(watcher, other):
    before, others = works(other), other.versions(["people_unit"], other.all())
    with committed():
        change()
    assert other.stand(before)
    assert watcher.ask() >= 1
    assert not other.stand(before)
    assert other.stand(others)


def test_once(watcher, other):
    with committed():
        change()
    watcher.ask()
    before = other.epoch()
    assert watcher.ask() == 0
    assert other.epoch() == before


def test_what_this_machine_has_told_by_itself_is_no_news(recorded):
    watcher = Watcher(recorded)
    watcher.ask()
    with committed():
        change()
    assert watcher.ask() == 0


def test_a_process_that_died_after_its_commit(recorded):
    watcher = Watcher(recorded)
    watcher.ask()
    before = works(recorded)
    change()
    connection.run_on_commit = []  # the process ends here
    assert recorded.stand(before)
    assert watcher.ask() >= 1
    assert not recorded.stand(before)


def test_whoever_has_not_watched_takes_everything_for_changed(recorded, other):
    before = works(other)
    Watcher(other).ask()
    assert not other.stand(before)


def test_nor_after_a_pause(watcher, other, monkeypatch):
    before = works(other)
    later = watching.time.monotonic() + watching.GAP + 1
    monkeypatch.setattr(watching.time, "monotonic", lambda: later)
    watcher.ask()
    assert not other.stand(before)


def test_asking_says_when(watcher, other, monkeypatch):
    monkeypatch.setattr(watching.time, "monotonic", lambda: 12.5)
    watcher.ask()
    assert other.confirmed() == 12_500


def test_it_asks_twice(watcher, django_assert_num_queries):
    with django_assert_num_queries(2):
        watcher.ask()


def test_rows_go_when_every_machine_had_a_minute(watcher, monkeypatch):
    now = watching.time.monotonic()

    def ask_after(seconds):
        monkeypatch.setattr(watching.time, "monotonic", lambda: now + seconds)
        watcher.ask()

    with committed():
        purge()
    count = PageChange.objects.count()
    assert count >= 1
    for seconds in (20, 40, 61, 90, 119, 122):
        ask_after(seconds)
    kept = PageChange.objects.count()
    # Our own transaction is still open, and what it wrote is of the present.
    assert kept == (count if connection.vendor == "postgresql" else 0)

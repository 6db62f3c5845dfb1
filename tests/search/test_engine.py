"""The index folder under damage, locks, kills and exchanges. No Django model in sight."""

import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from search.engine import queries
from search.engine.errors import IndexLockedError, IndexUnavailableError
from search.engine.found import search
from search.engine.store import IndexStore
from tests.search.engine_writer import document, publish

# See ``careless_whoosh``.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

REPOSITORY = Path(__file__).resolve().parents[2]


def find(store: IndexStore, word: str, type_name: str = "app.page") -> list[str]:
    with store.snapshot() as snapshot:
        found = search(snapshot, queries.Term("grams", word), type_name, now=0)
        return sorted(found.ranking(with_keys=True).keys)


def change(store: IndexStore, documents=(), removed=()) -> None:
    with store.folder.write_lock(5):
        store.apply(documents, removed)


def test_a_folder_without_an_index_is_unavailable(tmp_path):
    with pytest.raises(IndexUnavailableError, match="尚未建立"):
        find(IndexStore(tmp_path / "none", {}), "教育")


def test_written_replaced_and_removed_documents(store):
    change(store, [document("p:1", "教育"), document("p:2", "教育 读书")])
    assert find(store, "教育") == ["p:1", "p:2"]
    change(store, [document("p:1", "读书")], ["p:2"])
    assert find(store, "教育") == []
    assert find(store, "读书") == ["p:1"]
    assert store.document_count() == 1


def test_searches_see_only_their_type(store):
    change(store, [document("p:1", "教育"), document("i:1", "教育", type_name="app.image")])
    assert find(store, "教育", "app.image") == ["i:1"]
    assert find(store, "教育", "app.nothing") == []


def test_another_process_commits_and_nothing_deleted_returns(store):
    """Whoosh's own Searcher.refresh() brings deleted and doubled documents back."""
    other = IndexStore(store.folder.path, {"analysis": "test"})
    for number in range(8):
        change(other, [document("p:1", f"教育 round{number}"), document(f"q:{number}", "读书")])
        change(other, removed=[f"q:{number}"])
        assert find(store, "教育") == ["p:1"]
        assert find(store, f"round{number}") == ["p:1"]
        assert find(store, "读书") == []
    other.close()


def test_a_generation_is_exchanged_under_readers(store):
    publish(store, [document("p:1", "old common")])
    stop = threading.Event()
    wrong: list = []

    def read():
        while not stop.is_set():
            try:
                keys = find(store, "common")
            except IndexUnavailableError as error:
                wrong.append(error)
            else:
                if len(keys) != 1:
                    wrong.append(keys)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(10):
        publish(store, [document(f"p:{number}", "new common")])
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert find(store, "common") == ["p:9"]
    assert find(store, "old") == []
    # The live one and the one before, for searches that still run on it.
    assert len(list(store.folder.path.glob("gen-*"))) == 2


def test_a_search_that_was_paused_reads_on_though_its_files_are_gone(store):
    publish(store, [document("p:1", "教育")])
    with store.snapshot() as snapshot:
        shutil.rmtree(store.folder.current())
        found = search(snapshot, queries.Term("grams", "教育"), "app.page", now=0)
        assert found.ranking(with_keys=True).keys == ["p:1"]
        assert set(snapshot.texts(["p:1"])) == {"p:1"}


def test_an_interrupted_build_is_never_live_and_is_cleared_away(store):
    publish(store, [document("p:1", "教育")])
    with store.folder.rebuild_lock():
        abandoned = store.folder.new_generation()
    (abandoned / "half").write_text("x")
    assert find(store, "教育") == ["p:1"]
    publish(store, [document("p:2", "教育")])
    assert find(store, "教育") == ["p:2"]
    assert not abandoned.exists()


def test_of_documents_with_one_key_the_last_is_built(store):
    publish(store, [document("p:1", "教育"), document("p:1", "读书")])
    assert find(store, "教育") == []
    assert find(store, "读书") == ["p:1"]
    assert store.document_count() == 1


def test_an_index_of_other_code_is_refused(store):
    with pytest.raises(IndexUnavailableError, match="其他版本"):
        find(IndexStore(store.folder.path, {"analysis": "newer"}), "教育")


@pytest.mark.parametrize("pattern", ["CURRENT", "gen-*/SEAL.json"])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"gen-99", b"../../etc"])
def test_damaged_pointer_or_seal(store, pattern, content):
    for path in store.folder.path.glob(pattern):
        path.write_bytes(content)
    with pytest.raises(IndexUnavailableError):
        find(store, "教育")
    publish(store, [document("p:1", "教育")])
    assert find(store, "教育") == ["p:1"]


@pytest.mark.parametrize("suffix", [".toc", ".trm", ".pst", ".seg", ""])
@pytest.mark.parametrize("damage", ["empty", "garbage", "half", "gone"])
def test_damaged_index_files_never_raise_anything_else(store, suffix, damage):
    publish(store, [document(f"p:{n}", f"教育 word{n}") for n in range(50)])
    store.close()
    generation = store.folder.current()
    for path in generation.iterdir():
        if path.name == "SEAL.json" or not path.name.endswith(suffix):
            continue
        data = path.read_bytes()
        if damage == "gone":
            path.unlink()
        else:
            path.write_bytes(
                {"empty": b"", "garbage": b"\x9c" * 300}.get(damage, data[: len(data) // 2])
            )
    fresh = IndexStore(store.folder.path, {"analysis": "test"})
    # Damage beside what this search reads may go unnoticed; anything else is said plainly.
    for word in ("教育", "word7"):
        try:
            found = find(fresh, word)
        except IndexUnavailableError:
            continue
        assert set(found) <= {f"p:{n}" for n in range(50)}
    publish(fresh, [document("p:1", "教育")])
    assert find(fresh, "教育") == ["p:1"]
    fresh.close()


def test_a_broken_index_is_not_tried_at_every_search(store):
    publish(store, [document("p:1", "教育")])
    store.close()
    for path in store.folder.current().glob("*.trm"):
        path.unlink()
    with pytest.raises(IndexUnavailableError) as first:
        find(store, "教育")
    started = time.monotonic()
    for _ in range(20):
        with pytest.raises(IndexUnavailableError, match=re.escape(str(first.value))):
            find(store, "教育")
    assert time.monotonic() - started < 0.3
    publish(store, [document("p:1", "教育")])
    assert find(store, "教育") == ["p:1"]


def test_an_unknown_query_is_not_taken_for_damage(store):
    with pytest.raises(NotImplementedError), store.snapshot():
        raise NotImplementedError


def test_the_folder_may_vanish_while_it_is_open(store):
    publish(store, [document("p:1", "教育")])
    assert find(store, "教育") == ["p:1"]
    shutil.rmtree(store.folder.path)
    with pytest.raises(IndexUnavailableError):
        find(store, "教育")
    publish(store, [document("p:2", "教育")])
    assert find(store, "教育") == ["p:2"]


def test_a_failed_batch_changes_nothing(store):
    publish(store, [document("p:1", "教育")])
    broken = document("p:2", "读书")
    object.__setattr__(broken, "types", 5)
    with store.folder.write_lock(1), pytest.raises(IndexUnavailableError):
        store.apply([document("p:3", "读书"), broken], ["p:1"])
    assert find(store, "教育") == ["p:1"]
    assert find(store, "读书") == []
    change(store, [document("p:4", "读书")])
    assert find(store, "读书") == ["p:4"]


def test_only_one_writer_at_a_time(store):
    other = IndexStore(store.folder.path, {"analysis": "test"})
    with store.folder.write_lock(0):
        started = time.monotonic()
        with pytest.raises(IndexLockedError), other.folder.write_lock(0.2):
            pass
        assert 0.1 < time.monotonic() - started < 3
    with other.folder.write_lock(0):
        pass


def test_rebuilding_is_seen_by_others(store):
    other = IndexStore(store.folder.path, {"analysis": "test"})
    assert not other.folder.is_rebuilding()
    with store.folder.rebuild_lock():
        assert other.folder.is_rebuilding()
    assert not other.folder.is_rebuilding()


def test_kills_lose_nothing_that_was_acknowledged(store):
    """A writer is killed at arbitrary moments; its lock is free and its commits are there."""
    script = textwrap.dedent(
        """
        import sys
        from search.engine.store import IndexStore
        from tests.search.engine_writer import document
        store = IndexStore(sys.argv[1], {"analysis": "test"})
        number = int(sys.argv[2])
        while True:
            with store.folder.write_lock(30):
                store.apply([document(f"p:{number}", "教育")], [])
            print(number, flush=True)
            number += 1
        """
    )
    acknowledged: set[str] = set()
    for round_number in range(4):
        writer = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", script, str(store.folder.path), str(round_number * 10_000)],
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdout=subprocess.PIPE,
            text=True,
        )
        with writer:
            acknowledged.add(f"p:{writer.stdout.readline().strip()}")
            time.sleep(0.05 + 0.11 * round_number)
            writer.send_signal(signal.SIGKILL)
            rest, _ = writer.communicate()
        acknowledged.update(f"p:{line}" for line in rest.split())
        assert acknowledged <= set(find(store, "教育"))
    change(store, [document("p:last", "教育")])
    assert "p:last" in find(store, "教育")

"""Opening the live generation for reading and for writing, guarded against every kind of damage."""

import atexit
import logging
import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from whoosh.index import FileIndex, open_dir

from search.engine.errors import IndexUnavailableError
from search.engine.folder import IndexFolder
from search.engine.schema import Document
from search.engine.segment import Snapshot
from search.engine.writing import Building, write_documents

logger = logging.getLogger(__name__)

# Whoosh keeps its table of contents as a pickle and its postings in binary files: damage shows
# itself as nearly any exception. Opening while another process merges segments or exchanges
# generations finds, rarely, a file that has just gone; a later try sees the new state.
_OPENING_TRIES = 5

# Whoosh itself tries for half a second to open a file that is gone. A visitor waits for that
# once; until the folder changes, or for so many seconds, everybody is sent to the database.
_REFUSAL = 10.0

# Seconds that a rebuild waits for another one to end.
_REBUILD_WAIT = 5


class IndexStore:
    """One index folder as seen by this process. Safe to share between threads.

    Whoosh's readers keep file positions, so a snapshot serves one thread at a time: they are
    lent out and come back to a shelf. Whoosh's own ``Searcher.refresh()`` brings deleted
    documents back after another process has committed; a snapshot that is not of the latest
    commit is therefore closed and a new one opened.
    """

    def __init__(self, path: Path, signature: Mapping[str, str]):
        self.folder = IndexFolder(path, signature)
        self._shelf: list[tuple[tuple, Snapshot]] = []
        self._opened: tuple[Path, FileIndex] | None = None
        self._owner = os.getpid()
        self._guard = threading.Lock()
        # State of the folder that could not be opened, until when to believe it, and why.
        self._refused: tuple[tuple | None, float, str] | None = None

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Lend a snapshot of the latest commit.

        Raises:
            IndexUnavailableError: nothing can be opened; also for damage met while searching.
        """
        version, snapshot = self._take()
        try:
            yield snapshot
        except BaseException as error:
            with suppress(Exception):
                snapshot.close()
            # Not ours to hide: a query that this backend does not know.
            if isinstance(error, NotImplementedError) or not isinstance(error, Exception):
                raise
            logger.exception("Search index failed while reading")
            raise IndexUnavailableError(f"检索索引读取失败（{type(error).__name__}）") from error
        else:
            with self._guard:
                self._shelf.append((version, snapshot))

    def apply(self, documents: Iterable[Document], removed: Iterable[str]) -> None:
        """Replace and remove documents in the live generation, in one commit.

        Call it with the write lock held. No key may appear twice.

        Raises:
            IndexUnavailableError: the live generation cannot be opened or written.
        """
        index = self._open_latest()
        try:
            write_documents(index, documents, removed)
        except Exception as error:
            raise IndexUnavailableError(f"检索索引写入失败（{type(error).__name__}）") from error

    def write_lock(self, timeout: float) -> AbstractContextManager[None]:
        """The right to write; see :meth:`IndexFolder.write_lock`."""
        return self.folder.write_lock(timeout)

    def rebuild_lock(self) -> AbstractContextManager[None]:
        """The right to build; see :meth:`IndexFolder.rebuild_lock`."""
        return self.folder.rebuild_lock(_REBUILD_WAIT)

    def new_building(self) -> Building:
        """Begin the next generation. Call it with the rebuild lock held."""
        return Building(self.folder.new_generation())

    def publish(self, building: Building) -> None:
        """Make a finished generation the live one. Call it with both locks held."""
        self.folder.publish(building.folder)

    def is_rebuilding(self) -> bool:
        """Whether somebody is building the next generation at this moment."""
        return self.folder.is_rebuilding()

    def document_count(self) -> int:
        """How many documents can be found.

        Raises:
            IndexUnavailableError: see :meth:`snapshot`.
        """
        with self.snapshot() as snapshot:
            return snapshot.document_count()

    def close(self) -> None:
        """Close every idle snapshot, for tests and before a folder is removed."""
        with self._guard:
            self._drop_shelf()
            self._opened = None
            self._refused = None

    def _take(self) -> tuple[tuple, Snapshot]:
        refused = self._refused
        if refused is not None and refused[0] == self._state() and time.monotonic() < refused[1]:
            raise IndexUnavailableError(refused[2])
        error: Exception | None = None
        state: tuple | None = None
        for _ in range(_OPENING_TRIES):
            try:
                state = self._state()
                # Both parts of the label are read before what they label is opened: if an
                # exchange or a commit falls between, the snapshot is newer than its label and is
                # merely replaced once too often. The other way round it would stay for good.
                index, version = self._latest()
                snapshot = self._from_shelf(version)
                if snapshot is not None:
                    return version, snapshot
                snapshot = Snapshot(index)
                # Files are removed only after the commit or exchange that made them useless:
                # with the same one still the latest, none was missing.
                if self._latest()[1] == version:
                    return version, snapshot
                snapshot.close()
                error = IndexUnavailableError("检索索引正在更新")
            except Exception as failure:
                error = failure
        message = f"检索索引无法打开（{type(error).__name__}）"
        if isinstance(error, IndexUnavailableError):
            message = str(error)
        self._refused = (state, time.monotonic() + _REFUSAL, message)
        raise IndexUnavailableError(message) from error

    def _latest(self) -> tuple[FileIndex, tuple]:
        published = self.folder.published_at()
        index = self._open_latest()
        return index, (published, index.latest_generation())

    def _state(self) -> tuple | None:
        """Something that changes with every commit and every exchange; None without an index."""
        try:
            generation = self.folder.current()
            return generation, generation.stat().st_mtime_ns
        except (IndexUnavailableError, OSError):
            return None

    def _from_shelf(self, version: tuple) -> Snapshot | None:
        with self._guard:
            if self._owner != os.getpid():
                # After a fork the parent's files share their positions with ours.
                self._shelf.clear()
                self._owner = os.getpid()
            while self._shelf:
                shelved, snapshot = self._shelf.pop()
                if shelved == version:
                    return snapshot
                snapshot.close()
        return None

    def _open_latest(self) -> FileIndex:
        generation = self.folder.current()
        with self._guard:
            if self._opened is not None and self._opened[0] == generation:
                return self._opened[1]
        try:
            index = open_dir(str(generation))
        except Exception as error:
            raise IndexUnavailableError(f"检索索引无法打开（{type(error).__name__}）") from error
        with self._guard:
            self._opened = (generation, index)
        return index

    def _drop_shelf(self) -> None:
        while self._shelf:
            _, snapshot = self._shelf.pop()
            with suppress(Exception):
                snapshot.close()


_stores: dict[tuple, IndexStore] = {}
_stores_guard = threading.Lock()


def get_store(path: Path, signature: Mapping[str, str]) -> IndexStore:
    """The process-wide store of a folder: backends are created per search, snapshots are not."""
    key = (str(path), tuple(sorted(signature.items())))
    with _stores_guard:
        if key not in _stores:
            _stores[key] = IndexStore(path, signature)
        return _stores[key]


@atexit.register
def _close_all() -> None:
    for store in _stores.values():
        store.close()

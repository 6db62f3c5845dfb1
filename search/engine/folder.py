"""The index folder: numbered generations, a pointer to the live one, a seal in each.

    PATH/CURRENT          name of the live generation, replaced atomically
    PATH/WRITE.lock       held while the live generation is written or exchanged
    PATH/REBUILD.lock     held while a new generation is being built
    PATH/gen-7/           a Whoosh index
    PATH/gen-7/SEAL.json  versions of schema, analysis and dictionary it was built with

A generation gets its seal last, so that an interrupted build is never mistaken for an index.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from whoosh.util.filelock import FileLock, try_for

from search.engine.errors import IndexLockedError, IndexUnavailableError
from search.engine.schema import SCHEMA_VERSION

_GENERATION = re.compile(r"gen-(\d+)")


class IndexFolder:
    """File-level view of an index; opens nothing.

    Args:
        path: the folder; created when something is first written.
        signature: versions that the caller's analysis adds to the seal.
    """

    def __init__(self, path: Path, signature: Mapping[str, str]):
        self.path = Path(path)
        self.seal = {"schema": str(SCHEMA_VERSION), **signature}

    def current(self) -> Path:
        """The live generation's folder.

        Raises:
            IndexUnavailableError: none was published, or its seal is missing or other.
        """
        try:
            name = (self.path / "CURRENT").read_text("ascii").strip()
        except FileNotFoundError:
            raise IndexUnavailableError("检索索引尚未建立") from None
        except (OSError, UnicodeDecodeError) as error:
            raise IndexUnavailableError(
                f"检索索引的指针文件无法读取（{type(error).__name__}）"
            ) from error
        if not _GENERATION.fullmatch(name):
            raise IndexUnavailableError("检索索引的指针文件已损坏")
        generation = self.path / name
        try:
            seal = json.loads((generation / "SEAL.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise IndexUnavailableError(f"检索索引 {name} 缺少封签或封签已损坏") from error
        if seal != self.seal:
            raise IndexUnavailableError(f"检索索引 {name} 由其他版本建立，需要重建")
        return generation

    def published_at(self) -> int:
        """When the live generation became live, in nanoseconds.

        Tells apart two generations with one name: a folder that was removed and built anew
        counts from the beginning.

        Raises:
            IndexUnavailableError: none was published.
        """
        try:
            return (self.path / "CURRENT").stat().st_mtime_ns
        except OSError:
            raise IndexUnavailableError("检索索引尚未建立") from None

    def new_generation(self) -> Path:
        """Make an empty folder for the next generation, after removing all but the live one.

        Call it with the rebuild lock held.
        """
        self._make()
        live = self._current_name()
        number = 0
        for folder in self.path.glob("gen-*"):
            match = _GENERATION.fullmatch(folder.name)
            if match:
                number = max(number, int(match[1]))
                if folder.name != live:
                    shutil.rmtree(folder, ignore_errors=True)
        generation = self.path / f"gen-{number + 1}"
        generation.mkdir()
        return generation

    def publish(self, generation: Path) -> None:
        """Seal a finished generation and make it the live one. Call it with both locks held.

        The one before stays until the next build begins: a search that is running on it opens
        some of its files only when it comes to need them.
        """
        _write_atomically(generation / "SEAL.json", json.dumps(self.seal, sort_keys=True))
        _write_atomically(self.path / "CURRENT", generation.name + "\n")

    @contextmanager
    def write_lock(self, timeout: float) -> Iterator[None]:
        """Hold the right to write the live generation.

        Args:
            timeout: seconds to wait.

        Raises:
            IndexLockedError: somebody else has it for longer.
        """
        with self._lock("WRITE.lock", timeout):
            yield

    @contextmanager
    def rebuild_lock(self, timeout: float = 0) -> Iterator[None]:
        """Hold the right to build the next generation; see :meth:`write_lock`."""
        with self._lock("REBUILD.lock", timeout):
            yield

    def is_rebuilding(self) -> bool:
        """Whether somebody is building the next generation at this moment."""
        try:
            with self.rebuild_lock():
                return False
        except IndexLockedError:
            return True

    @contextmanager
    def _lock(self, name: str, timeout: float) -> Iterator[None]:
        # The operating system frees these locks when their process dies, however it dies.
        self._make()
        lock = FileLock(str(self.path / name))
        if not try_for(lock.acquire, timeout=timeout, delay=0.02):
            raise IndexLockedError(name)
        try:
            yield
        finally:
            lock.release()

    def _make(self) -> None:
        # For this user alone: Whoosh unpickles what it finds here.
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _current_name(self) -> str | None:
        try:
            return (self.path / "CURRENT").read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None


def _write_atomically(path: Path, text: str) -> None:
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)

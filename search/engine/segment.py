"""One segment of an index as arrays, and all segments of one commit together."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial

import numpy as np
from whoosh.codec.whoosh3 import LENGTHS_COLUMN, STORED_COLUMN
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.util.numeric import byte_to_length

from search.engine.schema import COLUMNS, LONGEST_BEGINNING
from search.engine.telling import telling_terms

# Bytes of posting lists, lengths and columns that a process keeps, of all its indexes.
CACHE_LIMIT = 24 * 1024 * 1024

_LENGTHS = np.maximum([byte_to_length(code) for code in range(256)], 1).astype(np.float32)
_NO_IDS = np.empty(0, np.uint32)
_NO_WEIGHTS = np.empty(0, np.uint8)


class _Cache:
    """Arrays by key, the least recently used ones dropped. Safe to share between threads.

    A segment's lists never change (deletions are kept apart), so nothing has to be invalidated.
    """

    def __init__(self, limit: int):
        self.limit = limit
        self._held: OrderedDict[tuple, tuple[np.ndarray, ...]] = OrderedDict()
        self._size = 0
        self._guard = threading.Lock()

    def get(self, key: tuple) -> tuple[np.ndarray, ...] | None:
        with self._guard:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def put(self, key: tuple, arrays: tuple[np.ndarray, ...]) -> None:
        size = sum(array.nbytes for array in arrays) + 200
        with self._guard:
            if key in self._held or size > self.limit // 4:
                return
            self._held[key] = arrays
            self._size += size
            while self._size > self.limit:
                _, dropped = self._held.popitem(last=False)
                self._size -= sum(array.nbytes for array in dropped) + 200


_cache = _Cache(CACHE_LIMIT)


class Segment:
    """The documents of one segment, numbered from 0 to ``size``."""

    def __init__(self, reader: SegmentReader):
        self.reader = reader
        self.size = reader.doc_count_all()
        # Segments have random names, but whoever seeds the generator gets the same ones again.
        self._id = (reader.storage().folder, reader.segment().segment_id())
        self._open_columns()
        self._keys = reader.column_reader("key")

    @cached_property
    def deleted(self) -> np.ndarray:
        """Numbers of the documents that were removed or replaced."""
        return np.fromiter(sorted(self.reader.segment().deleted_docs()), np.uint32)

    def frequency(self, field: str, term: str) -> int:
        """How many documents of the segment hold a term, deleted ones included."""
        known = _cache.get((*self._id, field, term))
        return self.reader.doc_frequency(field, term) if known is None else len(known[0])

    def postings(self, field: str, term: str) -> tuple[np.ndarray, np.ndarray]:
        """Ascending document numbers of a term, and how often each holds it."""
        key = (*self._id, field, term)
        found = _cache.get(key)
        if found is None:
            found = self._read(field, term)
            _cache.put(key, found)
        return found

    def starting(self, field: str, prefix: str) -> np.ndarray:
        """Ascending numbers of the documents that hold a term beginning with ``prefix``."""
        if field == "complete" and len(prefix) <= LONGEST_BEGINNING:
            return self.postings("beginnings", prefix)[0]
        key = (*self._id, field, prefix, "…")
        found = _cache.get(key)
        if found is None:
            flags = np.zeros(self.size, bool)
            for term in self.reader.expand_prefix(field, prefix):
                flags[self._read(field, term)[0]] = True
            found = (np.flatnonzero(flags).astype(np.uint32),)
            _cache.put(key, found)
        return found[0]

    def terms(self, field: str, prefix: str) -> list[str]:
        """The terms of a field that begin with ``prefix``."""
        return [term.decode() for term in self.reader.expand_prefix(field, prefix)]

    def lengths(self, field: str, ids: np.ndarray) -> np.ndarray:
        """How many terms some documents have in a field, roughly (as a byte tells it)."""
        return _LENGTHS[self._column(f"_{field}_len", LENGTHS_COLUMN.default_value(), "u1")[ids]]

    def numbers(self) -> np.ndarray:
        """The primary key of each document."""
        return self._column("number", -1, ">i8")

    def minutes(self) -> np.ndarray:
        """The date of each document, in minutes since 1970."""
        return self._column("minute", 0, ">i4")

    def key(self, number: int) -> str:
        """The key of a document."""
        return self._keys[number]

    def texts(self, numbers: Iterable[int]) -> Iterator[dict[str, str]]:
        """The stored texts of some documents, in the order asked for."""
        return (self.reader.stored_fields(number).get("texts") or {} for number in numbers)

    def _open_columns(self) -> None:
        # Whoosh opens them when they are first needed; by then a merge or a rebuild may have
        # removed the files. What is open stays readable.
        perdoc = self.reader._perdoc
        for name in COLUMNS:
            if perdoc.has_column(name):
                perdoc._colfiles[name] = perdoc._get_column_file(name)
        perdoc._cached_reader("_stored", STORED_COLUMN)

    def _column(self, name: str, default: int, dtype: str) -> np.ndarray:
        key = (*self._id, name)
        found = _cache.get(key)
        if found is None:
            # Whoosh leaves out the default value behind the last document that has another.
            column = np.full(self.size, default, np.dtype(dtype).newbyteorder("="))
            opened = self.reader._perdoc._colfiles.get(name)
            if opened is not None:
                file, offset, length = opened
                stored = np.frombuffer(file.get(offset, length), dtype)
                column[: len(stored)] = stored
            found = (column,)
            _cache.put(key, found)
        return found[0]

    def _read(self, field: str, term: str | bytes) -> tuple[np.ndarray, np.ndarray]:
        text = term.encode() if isinstance(term, str) else term
        terms = self.reader._terms
        if (field, text) not in terms:
            return _NO_IDS, _NO_WEIGHTS
        # Not reader.postings(): it wraps the list in a filter of deleted documents.
        matcher = terms.matcher(field, text, self.reader.schema[field].format)
        blocks = list(matcher.blocks())
        if len(blocks) == 1:
            return blocks[0]
        return np.concatenate([b[0] for b in blocks]), np.concatenate([b[1] for b in blocks])


class Snapshot:
    """An index as it was after one commit. Serves one thread at a time: files keep positions."""

    # An any-word query reads its rarest words first and stops here. Frequent words move no ranking.
    budget = 200_000

    def __init__(self, index: FileIndex):
        self._reader = index.reader()
        # An index without documents has one reader of another class.
        self.segments = [
            Segment(reader)
            for reader, _ in self._reader.leaf_readers()
            if isinstance(reader, SegmentReader)
        ]
        self.size = sum(segment.size for segment in self.segments)
        self._frequencies: dict[tuple[str, str], int] = {}

    def segments_for(self, query: object, type_name: str) -> list[Segment]:
        """Where a query is to be run: every segment can answer every query."""
        return self.segments

    def glimpse(self) -> None:
        """Nothing: to read the beginning of a list would be no faster; see the other snapshot."""

    def frequency(self, field: str, term: str) -> int:
        """How many documents hold a term."""
        key = (field, term)
        if key not in self._frequencies:
            self._frequencies[key] = sum(s.frequency(field, term) for s in self.segments)
        return self._frequencies[key]

    def beginning(self, field: str, prefix: str) -> int:
        """How many documents hold a term that begins with ``prefix``."""
        return sum(len(segment.starting(field, prefix)) for segment in self.segments)

    def mean_length(self, field: str) -> float:
        """How many terms a document has in a field, on average."""
        return max(1.0, self._reader.field_length(field) / max(1, self.size))

    def characteristic(self, field: str, amounts: Mapping[str, int], limit: int) -> list[str]:
        """See :func:`search.engine.telling.telling_terms`."""
        return telling_terms(amounts, partial(self.frequency, field), self.size, limit)

    def document_count(self) -> int:
        """How many documents can be found."""
        return self._reader.doc_count()

    def texts(self, keys: list[str]) -> dict[str, dict[str, str]]:
        """The texts of some documents by key; absent documents are left out."""
        found: dict[str, dict[str, str]] = {}
        for segment in self.segments:
            gone = set(segment.deleted.tolist())
            for key in keys:
                for number in segment.postings("key", key)[0].tolist():
                    if number not in gone:
                        found[key] = segment.reader.stored_fields(number).get("texts") or {}
        return found

    def close(self) -> None:
        """Close its files."""
        self._reader.close()

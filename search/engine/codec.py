"""Whoosh's posting lists in a packing that is read a block at a time, into arrays.

Whoosh hands postings out one by one, at some 4-5 µs each; a frequent word of a large index costs
a tenth of a second before anything is scored. Here a block holds up to ``BLOCK`` postings as two
byte strings (gaps between document numbers, term frequencies), so that a list of 30,000 is read
in about a millisecond. Everything else of the index (term dictionary, columns, stored fields,
segments, merging) stays Whoosh's.
"""

import zlib
from pickle import dumps

import numpy as np
from whoosh.codec.whoosh3 import (
    WHOOSH3_HEADER_MAGIC,
    W3Codec,
    W3FieldWriter,
    W3LeafMatcher,
    W3PostingsWriter,
)
from whoosh.system import pack_ushort

BLOCK = 4096

# Shorter blocks are not worth compressing.
_COMPRESS_FROM = 64


class PackedPostingsWriter(W3PostingsWriter):
    """Writes packed blocks. Payloads of postings are dropped: no field has any."""

    def add_list(self, ids: np.ndarray, frequencies: np.ndarray) -> None:
        """Write all postings of a term.

        Args:
            ids: document numbers, ascending, uint32.
            frequencies: how often each document holds the term, uint8.
        """
        self._postfile.write(WHOOSH3_HEADER_MAGIC)
        for start in range(0, len(ids), BLOCK):
            self._write(
                ids[start : start + BLOCK],
                frequencies[start : start + BLOCK],
                is_last=start + BLOCK >= len(ids),
            )
        info = self.info = self._terminfo
        info._weight = float(frequencies.sum(dtype=np.uint64))
        info._df = len(ids)
        info._minid, info._maxid = int(ids[0]), int(ids[-1])
        info._maxweight = float(frequencies.max())
        info._minlength = info._maxlength = 0
        info.set_extent(self._startoffset, self._postfile.tell() - self._startoffset)
        self._terminfo = None

    def _write(self, ids: np.ndarray, frequencies: np.ndarray, *, is_last: bool) -> None:
        data = pack(ids, frequencies)
        compression = self._compression if len(data) >= _COMPRESS_FROM else 0
        if compression:
            data = zlib.compress(data, compression)
        # The shape of a block's head that Whoosh's own matcher reads: lengths are not kept.
        head = dumps((len(ids), int(ids[-1]), float(frequencies.max()), compression, 0, 0), 2)
        size = len(head) + len(data)
        self._postfile.write_int(-size if is_last else size)
        self._postfile.write(head)
        self._postfile.write(data)


class PackedLeafMatcher(W3LeafMatcher):
    """Reads packed blocks; whole for searching, posting by posting where Whoosh itself reads."""

    def blocks(self):
        """Iterate over all blocks: ``(document numbers uint32, frequencies uint8)``."""
        while not self._atend:
            yield self._arrays()
            self._next_block()

    def _arrays(self):
        data = self._postfile.get(self._dataoffset, self._nextoffset - self._dataoffset)
        return unpack(zlib.decompress(data) if self._compression else data, self._blocklength)

    def _read_ids(self):
        self._ids = self._arrays()[0].tolist()

    def _read_weights(self):
        self._weights = self._arrays()[1].astype(float).tolist()

    def _read_values(self):
        self._values = (None,) * self._blocklength


class PackedFieldWriter(W3FieldWriter):
    """Writes whole posting lists, one for each term."""

    def add_list(self, ids: np.ndarray, frequencies: np.ndarray) -> None:
        """Finish the term that was started: all its postings, and its row in the dictionary."""
        self._postwriter.add_list(ids, frequencies)
        key = pack_ushort(self._fieldid) + self._btext
        self._tindex.add(key, self._postwriter.info.to_bytes())


class PackedCodec(W3Codec):
    """Whoosh's codec with packed postings."""

    # Whoosh would look up the length of a document for each of its postings.
    length_stats = False

    def __init__(self):
        # No list is put into the term dictionary itself: one way of reading is enough.
        super().__init__(blocklimit=BLOCK, compression=1, inlinelimit=0)

    def field_writer(self, storage, segment):
        """Whoosh's hook."""
        return PackedFieldWriter(self, storage, segment)

    def postings_writer(self, dbfile, byteids=False):
        """Whoosh's hook."""
        return PackedPostingsWriter(
            dbfile,
            blocklimit=self._blocklimit,
            byteids=byteids,
            compression=self._compression,
            inlinelimit=self._inlinelimit,
        )

    def postings_reader(self, dbfile, terminfo, format_, term=None, scorer=None):
        """Whoosh's hook."""
        offset, length = terminfo.extent()
        return PackedLeafMatcher(dbfile, offset, length, format_, term=term, scorer=scorer)


def pack(ids: np.ndarray, frequencies: np.ndarray) -> bytes:
    """Ascending document numbers (uint32) and frequencies (uint8) as bytes."""
    gaps = np.diff(ids, prepend=np.uint32(0)) if len(ids) > 1 else ids
    return gaps.tobytes() + frequencies.tobytes()


def unpack(data: bytes, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The reverse of :func:`pack`."""
    gaps = np.frombuffer(data, np.uint32, count)
    return np.cumsum(gaps, dtype=np.uint32), np.frombuffer(data, np.uint8, count, offset=4 * count)

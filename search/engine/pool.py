"""Whoosh's segment writer with postings kept as arrays, a hundred thousand a second and more.

Whoosh collects a tuple for each posting and sorts all of them before it writes; of a document
with a thousand terms that takes some 20 ms. Here each term has an array that grows by one number
a document, already in order.
"""

from array import array
from collections import Counter
from collections.abc import Iterable

import numpy as np
from whoosh.reading import IndexReader
from whoosh.writing import SegmentWriter

from search.engine.schema import Terms, beginnings

# A posting is one number: the document above, its frequency in the lowest byte. A term that
# occurs more often in one document says nothing more, for BM25 is long saturated.
_BITS = 8
_MOST_OCCURRENCES = (1 << _BITS) - 1
MOST_DOCUMENTS = 1 << (32 - _BITS)


class TermPool:
    """The postings of a segment before it is written."""

    def __init__(self):
        self.size = 0
        self._fields: dict[str, dict[bytes, array]] = {}

    def add(self, field: str, document: int, terms: Iterable[str]) -> int:
        """Add a document's terms in a field; returns how many there are, repeated ones too."""
        postings = self._fields.setdefault(field, {})
        counted = Counter(terms)
        place = document << _BITS
        for term, amount in counted.items():
            text = term.encode()
            posting = place | (amount if amount < _MOST_OCCURRENCES else _MOST_OCCURRENCES)
            known = postings.get(text)
            if known is None:
                postings[text] = array("I", (posting,))
            else:
                known.append(posting)
        self.size += len(counted)
        return counted.total()

    def add_list(self, field: str, text: bytes, ids: np.ndarray, frequencies: np.ndarray) -> None:
        """Add the postings of a term from another segment, all of later documents."""
        packed = (ids.astype(np.uint32) << np.uint32(_BITS)) | frequencies
        postings = self._fields.setdefault(field, {})
        postings.setdefault(text, array("I")).frombytes(packed.astype(np.uint32).tobytes())
        self.size += len(ids)

    def sorted_fields(self) -> list[tuple[str, list[tuple[bytes, array]]]]:
        """Fields with their terms, both in the order of the term dictionary."""
        return [(name, sorted(terms.items())) for name, terms in sorted(self._fields.items())]

    def cleanup(self) -> None:
        """Whoosh's hook, called when the segment is closed."""
        self._fields.clear()


class PackedSegmentWriter(SegmentWriter):
    """Writes a segment from a :class:`TermPool`; locks, deletions, merging are Whoosh's."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pool = TermPool()

    def add_document(self, **values):
        """Add a document; each field of the schema is a list of terms, a key, a column, a text."""
        number, schema, document = self.docnum, self.schema, self.perdocwriter
        document.start_doc(number)
        for name in sorted(values):
            field, value = schema[name], values[name]
            length = 0
            if isinstance(field, Terms):
                length = self.pool.add(name, number, value)
                if name == "complete":
                    self.pool.add("beginnings", number, beginnings(value))
            elif field.indexed:
                self.pool.add(name, number, (value,))
            stored = value if field.stored else None
            document.add_field(name, field, stored, length if field.scorable else 0)
            if field.column_type:
                cell = field.to_column_value(value) if field.indexed else value
                document.add_column_value(name, field.column_type, cell)
        document.finish_doc()
        self._added = True
        self.docnum += 1

    def add_postings_to_pool(self, reader: IndexReader, startdoc, docmap):
        """Whoosh's hook: take over the postings of a segment that is merged into this one."""
        places = np.arange(startdoc, startdoc + reader.doc_count_all(), dtype=np.uint32)
        kept = np.ones(len(places), bool)
        if docmap is not None:
            kept[:] = False
            for old, new in docmap.items():
                places[old], kept[old] = new, True
        for field, text in reader.all_terms():
            if field not in self.schema:
                continue
            matcher = reader._terms.matcher(field, text, self.schema[field].format)
            for ids, frequencies in matcher.blocks():
                alive = kept[ids]
                if alive.any():
                    self.pool.add_list(field, text, places[ids[alive]], frequencies[alive])

    def _flush_segment(self):
        self.perdocwriter.close()
        writer = self.fieldwriter
        for name, terms in self.pool.sorted_fields():
            writer.start_field(name, self.schema[name])
            for text, postings in terms:
                packed = np.frombuffer(postings, np.uint32)
                writer.start_term(text)
                writer.add_list(packed >> np.uint32(_BITS), packed.astype(np.uint8))
            writer.finish_field()
        writer.close()

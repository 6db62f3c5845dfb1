"""Writing documents: a batch into the live generation, or a whole new generation."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

from whoosh.index import FileIndex, create_in

from search.engine.codec import PackedCodec
from search.engine.pool import PackedSegmentWriter
from search.engine.schema import Document, build_schema

# Postings of a new generation that are held in memory before they become a segment of their own,
# at some 10 bytes each. Fewer segments are faster to search.
_MOST_POSTINGS = 24_000_000


def write_documents(
    index: FileIndex, documents: Iterable[Document], removed: Iterable[str]
) -> None:
    """Replace and remove documents in one commit; nothing is changed when it fails.

    Segments stay uncompounded: Whoosh copies a compound segment into memory when it opens one.

    Args:
        removed: keys without a new document. No key may appear twice over both arguments,
            because within one writer Whoosh keeps both copies.
    """
    writer = _writer(index)
    try:
        for key in removed:
            writer.delete_by_term("key", key)
        for document in documents:
            writer.delete_by_term("key", document.key)
            _add(writer, document)
        writer.commit()
    except BaseException:
        # Frees Whoosh's own lock, whatever state the writer is in.
        with suppress(Exception):
            writer.cancel()
        raise


class Building:
    """A new generation while it is written. Not visible to readers before it is published.

    Args:
        folder: an empty folder.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self._index = create_in(str(folder), build_schema())
        self._writer = _writer(self._index)
        self._written: set[str] = set()
        self._later: dict[str, Document] = {}

    def add(self, document: Document) -> None:
        """Add one document. Of several with the same key the last one stays."""
        if document.key in self._written:
            self._later[document.key] = document
        else:
            self._written.add(document.key)
            _add(self._writer, document)
            if self._writer.pool.size > _MOST_POSTINGS:
                self._writer.commit(merge=False)
                self._writer = _writer(self._index)

    def finish(self) -> int:
        """Commit everything; returns the number of documents."""
        self._writer.commit(merge=False)
        if self._later:
            write_documents(self._index, self._later.values(), ())
        return len(self._written)

    def cancel(self) -> None:
        """Give up; the folder is removed by the next build."""
        self._writer.cancel()


def _writer(index: FileIndex) -> PackedSegmentWriter:
    return PackedSegmentWriter(index, codec=PackedCodec(), compound=False)


def _add(writer: PackedSegmentWriter, document: Document) -> None:
    writer.add_document(**{item.name: getattr(document, item.name) for item in fields(document)})

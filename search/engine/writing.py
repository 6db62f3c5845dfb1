"""Writing documents: a batch into the live generation, or a whole new generation."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from whoosh.index import FileIndex, create_in
from whoosh.writing import IndexWriter

from search.engine.schema import Document, build_schema

# Memory for postings of a writer before it spills to disk, in MB.
_WRITER_MEMORY = 64


def write_documents(
    index: FileIndex, documents: Iterable[Document], removed: Iterable[str]
) -> None:
    """Replace and remove documents in one commit; nothing is changed when it fails.

    Segments stay uncompounded: Whoosh copies a compound segment into memory when it opens one.

    Args:
        removed: keys without a new document. No key may appear twice over both arguments,
            because within one writer Whoosh keeps both copies.
    """
    writer = index.writer(compound=False, limitmb=_WRITER_MEMORY)
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
        self._writer = self._index.writer(compound=False, limitmb=_WRITER_MEMORY)
        self._written: set[str] = set()
        self._later: dict[str, Document] = {}

    def add(self, document: Document) -> None:
        """Add one document. Of several with the same key the last one stays."""
        if document.key in self._written:
            self._later[document.key] = document
        else:
            self._written.add(document.key)
            _add(self._writer, document)

    def finish(self) -> int:
        """Commit everything; returns the number of documents."""
        self._writer.commit()
        if self._later:
            write_documents(self._index, self._later.values(), ())
        return len(self._written)

    def cancel(self) -> None:
        """Give up; the folder is removed by the next build."""
        self._writer.cancel()


def _add(writer: IndexWriter, document: Document) -> None:
    writer.add_document(
        key=document.key,
        types=document.types,
        words=document.words,
        grams=document.grams,
        title=document.title,
        complete=document.complete,
        texts=document.texts,
    )

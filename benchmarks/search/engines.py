"""Plain engines to stand beside: each is filled with lists of words and asked for ten documents."""

import shutil
import sqlite3
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path


class Engine(ABC):
    """One engine with an index of its own in a temporary folder."""

    name: str

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="portal-bench-engine-"))

    @abstractmethod
    def fill(self, documents: Iterable[Sequence[str]]) -> None:
        """Index documents, numbered from 0."""

    @abstractmethod
    def search(self, words: Sequence[str], *, all_words: bool = False) -> list[int]:
        """The ten best documents with any (or all) of the words."""

    def close(self) -> None:
        """Remove the index."""
        shutil.rmtree(self.folder, ignore_errors=True)


class PlainWhoosh(Engine):
    """Whoosh as it comes: BM25F over one field, all postings scored."""

    name = "plain Whoosh"

    def fill(self, documents):
        """See :class:`Engine`."""
        from whoosh import fields
        from whoosh.index import create_in

        schema = fields.Schema(number=fields.STORED, text=fields.KEYWORD(scorable=True))
        self.index = create_in(str(self.folder), schema)
        writer = self.index.writer(limitmb=256)
        for number, words in enumerate(documents):
            writer.add_document(number=number, text=list(words))
        writer.commit()
        self.searcher = self.index.searcher()

    def search(self, words, *, all_words=False):
        """See :class:`Engine`."""
        from whoosh import query

        join = query.And if all_words else query.Or
        hits = self.searcher.search(join([query.Term("text", word) for word in words]), limit=10)
        return [hit["number"] for hit in hits]


class Fts5(Engine):
    """SQLite's full text search; words are joined by blanks."""

    name = "SQLite FTS5"

    def fill(self, documents):
        """See :class:`Engine`."""
        self.connection = sqlite3.connect(self.folder / "fts.sqlite3")
        self.connection.execute(
            "CREATE VIRTUAL TABLE pages USING fts5(text, content='', tokenize='unicode61')"
        )
        rows = ((number, " ".join(words)) for number, words in enumerate(documents))
        self.connection.executemany("INSERT INTO pages(rowid, text) VALUES (?, ?)", rows)
        self.connection.commit()

    def search(self, words, *, all_words=False):
        """See :class:`Engine`."""
        quoted = ['"{}"'.format(word.replace('"', '""')) for word in words]
        rows = self.connection.execute(
            "SELECT rowid FROM pages WHERE pages MATCH ? ORDER BY rank LIMIT 10",
            ((" AND " if all_words else " OR ").join(quoted),),
        )
        return [row[0] for row in rows]


class Tantivy(Engine):
    """Tantivy, a search library in Rust; words are joined by blanks."""

    name = "tantivy"

    def fill(self, documents):
        """See :class:`Engine`."""
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("number", stored=True)
        builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
        self.index = tantivy.Index(builder.build(), path=str(self.folder))
        writer = self.index.writer(heap_size=200_000_000, num_threads=1)
        for number, words in enumerate(documents):
            writer.add_document(tantivy.Document(number=number, text=" ".join(words)))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def search(self, words, *, all_words=False):
        """See :class:`Engine`."""
        import tantivy

        occur = tantivy.Occur.Must if all_words else tantivy.Occur.Should
        schema = self.index.schema
        terms = [(occur, tantivy.Query.term_query(schema, "text", word)) for word in words]
        hits = self.searcher.search(tantivy.Query.boolean_query(terms), 10, count=False).hits
        return [self.searcher.doc(address)["number"][0] for _, address in hits]

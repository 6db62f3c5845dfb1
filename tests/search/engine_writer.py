"""Putting documents into an index without Django, for the engine's tests and their processes."""

from search.engine.schema import Document
from search.engine.store import IndexStore
from search.engine.writing import Building


def publish(store: IndexStore, documents: list[Document]) -> None:
    """Build a generation of these documents and make it the live one."""
    with store.folder.rebuild_lock():
        building = Building(store.folder.new_generation())
        for document in documents:
            building.add(document)
        building.finish()
        with store.folder.write_lock(1):
            store.folder.publish(building.folder)


def document(key: str, text: str, type_name: str = "app.page") -> Document:
    """A document of words separated by spaces."""
    words = text.split()
    return Document(
        key=key,
        types=[type_name],
        words=words,
        grams=words,
        title=words[:1],
        complete=words,
        texts={"title": text},
    )

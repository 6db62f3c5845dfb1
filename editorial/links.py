"""The links in the running text of a piece."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from wagtail.blocks import StreamValue

from editorial.body import split_elements


@dataclass(frozen=True)
class Link:
    """A link as it is stored.

    Attributes:
        place: the content path of its block.
        label: its paragraph in words, as ``editorial.text`` counts.
        text: the words that are linked.
        page_id, document_id: what it leads to, if it is stored by number; 0 where the number is
            unreadable.
        address: what it leads to otherwise.
    """

    place: str
    label: str
    text: str
    page_id: int | None = None
    document_id: int | None = None
    address: str = ""


def links_in(piece: Any) -> list[Link]:
    """Return the links of the StreamFields of a piece, in the order of reading."""
    return [
        link
        for name in piece.text_fields
        if isinstance(value := getattr(piece, name), StreamValue)
        for link in _of_stream(name, str(piece._meta.get_field(name).verbose_name), value)
    ]


def _of_stream(name: str, label: str, value: StreamValue) -> Iterator[Link]:
    number = 0
    for block in value:
        if block.block_type != "paragraph":
            continue
        for element in split_elements(str(block.value.source)):
            number += 1
            yield from links_of(element, f"{name}.{block.id}", f"{label}第 {number} 段")


def links_of(markup: str, place: str = "", label: str = "") -> Iterator[Link]:
    """Give the links of one rich text as it is stored; all of them get ``place`` and ``label``."""
    for attributes, text in _anchors(markup):
        yield _link(place, label, attributes, text)


def _link(place: str, label: str, attributes: dict[str, str], text: str) -> Link:
    kind, number = attributes.get("linktype"), attributes.get("id", "")
    key = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    if kind == "page":
        return Link(place, label, text, page_id=key)
    if kind == "document":
        return Link(place, label, text, document_id=key)
    return Link(place, label, text, address=attributes.get("href", "").strip())


def _anchors(markup: str) -> list[tuple[dict[str, str], str]]:
    reader = _Anchors()
    reader.feed(markup)
    reader.close()
    return [(attributes, "".join(words).strip()) for attributes, words in reader.found]


class _Anchors(HTMLParser):
    """Collects the attributes and the words of each ``a``."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[dict[str, str], list[str]]] = []
        self._is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._is_open = True
            self.found.append(({name: value or "" for name, value in attrs}, []))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._is_open = False

    def handle_data(self, data: str) -> None:
        if self._is_open:
            self.found[-1][1].append(data)

"""An article's body between a form (one rich text, a list of pictures) and its StreamField.

The form knows running text and pictures only. Every other block (quotation, gallery, attachment)
stays where it is between the paragraphs, and what the author did not touch is stored as before,
byte for byte.
"""

import html
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser

from wagtail.blocks import StreamValue
from wagtail.rich_text import expand_db_html

from portal.html import clean_html, html_to_text, text_to_html

ELEMENTS = {"p", "h3", "ul", "ol", "blockquote"}
_ITEM_PARAGRAPH = re.compile(r"<li><p>((?:(?!</?p>).)*)</p>(?=</li>|<[uo]l>)", re.DOTALL)
MOST_DEPTH = 60  # Word and WeChat stay below 20
_LINE_END = re.compile(r"<(?:/p|/li|/tr|/div|/section|/h[1-6]|br)\b[^<>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9:]*)", re.IGNORECASE)
# Void, or closed by what follows: these do not nest by themselves.
_SHALLOW = {"br", "hr", "img", "input", "meta", "link", "col", "p", "li", "td", "th", "tr", "o:p"}
_SYNONYMS = (("b", "strong"), ("i", "em"))


@dataclass(frozen=True)
class Picture:
    """A picture of a body: the primary key of the image and what its author says about it."""

    image_id: int
    alt: str = ""
    caption: str = ""
    faces: str = ""


@dataclass(frozen=True)
class _Element:
    """A top-level element of the running text: as the form shows it, and as it is stored."""

    shown: str
    stored: str


def normalise(markup: str) -> str:
    """Return what somebody typed or pasted as clean top-level elements, one way of writing each.

    Markup nested deeper than any editor nests keeps its words only: parsing it would take time
    that grows with the square of the depth (100,000 lists in one another: 90 s).
    """
    if _depth(markup) > MOST_DEPTH:
        return text_to_html(html.unescape(_ANY_TAG.sub("", _LINE_END.sub("\n", markup))))
    return "".join(split_elements(_one_way(clean_html(markup))))


def split_elements(markup: str) -> list[str]:
    """Return the top-level elements of clean HTML; text that stands free becomes a paragraph."""
    splitter = _Splitter()
    splitter.feed(markup)
    splitter.close()
    return splitter.finish()


def text_of(body: StreamValue) -> str:
    """Return the running text of ``body`` as HTML for the form."""
    return "".join(element.shown for block in body for element in _elements_of(block))


def pictures_of(body: StreamValue) -> list[Picture]:
    """Return the pictures of ``body`` in their order."""
    return [
        Picture(
            block.value["image"].pk,
            block.value["alt"] or block.value["image"].alt_text,
            block.value["caption"],
            block.value["faces"] or "",
        )
        for block in body
        if _is_picture(block)
    ]


def changed(
    body: StreamValue, markup: str, pictures: list[Picture] | None = None
) -> StreamValue | list[dict[str, object]]:
    """Return ``body`` with this text and these pictures, to be assigned to the StreamField.

    Args:
        body: the present content.
        markup: the new running text, as ``normalise`` returns it.
        pictures: the new pictures in their order, which fill the places of the present ones and
            then follow the text; ``None`` leaves the pictures as they are.
    """
    same_text = markup == text_of(body)
    if same_text and (pictures is None or pictures == pictures_of(body)):
        return body
    old, others = _taken_apart(body)
    new = split_elements(markup)
    others = [(_moved(place, [e.shown for e in old], new), block) for place, block in others]
    stored = {element.shown: element.stored for element in old}
    return _put_together([(shown, stored.get(shown, shown)) for shown in new], others, pictures)


def _taken_apart(body: StreamValue) -> tuple[list[_Element], list[tuple[int, object]]]:
    """Return the elements of the text, and each other block with how many precede it."""
    elements: list[_Element] = []
    others = []
    for block in body:
        if block.block_type in ("paragraph", "heading"):
            elements += _elements_of(block)
        else:
            others.append((len(elements), block))
    return elements, others


def _moved(place: int, old: list[str], new: list[str]) -> int:
    """Return where a block that stood after ``place`` old elements stands among the new ones."""
    if place == 0:
        return 0
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if i1 < place <= i2:
            return j1 + place - i1 if tag == "equal" else j2
    return len(new)


def _put_together(
    elements: list[tuple[str, str]],
    others: list[tuple[int, object]],
    pictures: list[Picture] | None,
) -> list[dict[str, object]]:
    blocks: list[dict[str, object]] = []
    waiting = list(pictures or [])
    places = list(others)
    for number in range(len(elements) + 1):
        while places and places[0][0] == number:
            block = places.pop(0)[1]
            if pictures is None or not _is_picture(block):
                blocks.append(block.get_prep_value())
            elif waiting:
                blocks.append(_picture_block(waiting.pop(0)))
        if number < len(elements):
            _append(blocks, *elements[number])
    return blocks + [_picture_block(picture) for picture in waiting]


def _append(blocks: list[dict[str, object]], shown: str, stored: str) -> None:
    if shown.startswith("<h3>"):
        # A heading block is a level above a heading inside running text, as a page needs it.
        blocks.append({"type": "heading", "value": html_to_text(shown).replace("\n", " ")})
    elif blocks and blocks[-1]["type"] == "paragraph":
        blocks[-1]["value"] = str(blocks[-1]["value"]) + stored
    else:
        blocks.append({"type": "paragraph", "value": stored})


def _picture_block(picture: Picture) -> dict[str, object]:
    value = {
        "image": picture.image_id,
        "alt": picture.alt,
        "caption": picture.caption,
        "faces": picture.faces,
    }
    return {"type": "image", "value": value}


def _is_picture(block: StreamValue.StreamChild) -> bool:
    return block.block_type == "image" and block.value["image"] is not None


def _elements_of(block: StreamValue.StreamChild) -> list[_Element]:
    if block.block_type == "heading":
        shown = f"<h3>{html.escape(str(block.value), quote=False)}</h3>"
        return [_Element(shown, shown)]
    if block.block_type != "paragraph":
        return []
    elements = []
    for stored in split_elements(str(block.value.source)):
        # Links to pages are stored by number; the form, which knows addresses, shows those.
        shown = split_elements(normalise(expand_db_html(stored)))
        if len(shown) == 1:
            elements.append(_Element(shown[0], stored))
        else:
            elements += [_Element(part, part) for part in shown]
    return elements


def _depth(markup: str) -> int:
    depth = deepest = 0
    for closing, tag in _TAG.findall(markup):
        if tag.lower() not in _SHALLOW:
            depth = max(depth - 1, 0) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _one_way(markup: str) -> str:
    for short, long in _SYNONYMS:
        markup = markup.replace(f"<{short}>", f"<{long}>").replace(f"</{short}>", f"</{long}>")
    # The editor wraps the text of each list item in a paragraph.
    return _ITEM_PARAGRAPH.sub(r"<li>\1", markup)


class _Splitter(HTMLParser):
    """Cuts markup at its top level."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self.open: list[str] = []
        self.parts: list[str] = []
        self.loose = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.open and tag in ELEMENTS:
            self._cut()
        elif not self.open:
            self.loose = True
        self.parts.append(self.get_starttag_text() or "")
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loose = self.loose or not self.open
        self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.open:
            return
        while self.open and self.open.pop() != tag:
            pass
        self.parts.append(f"</{tag}>")
        if not self.open and tag in ELEMENTS and not self.loose:
            self._cut()

    def handle_data(self, data: str) -> None:
        self._text(data)

    def handle_entityref(self, name: str) -> None:
        self._text(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._text(f"&#{name};")

    def _text(self, text: str) -> None:
        self.loose = self.loose or not self.open
        self.parts.append(text)

    def _cut(self) -> None:
        part = "".join(self.parts).strip()
        if part and html_to_text(part):
            self.found.append(f"<p>{part}</p>" if self.loose else part)
        self.parts, self.loose = [], False

    def finish(self) -> list[str]:
        """Return what was found."""
        self._cut()
        return self.found

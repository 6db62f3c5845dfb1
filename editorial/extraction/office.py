"""Words of .docx and .pptx: every part that a reader can open, also notes, comments, deletions.

Both are XML in a ZIP (ECMA-376): words stand in ``w:t`` or ``a:t``, inside paragraphs, inside rows
of tables. Reading the parts themselves finds text boxes, footnotes and what "track changes" keeps,
which the object models of libraries leave out.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

from editorial.extraction.reading import EMBEDDED, MOST_XML_BYTES, Reading, gather, join_cells

_PARTS = {
    "docx": (
        (re.compile(r"word/document\d*\.xml"), "正文"),
        (re.compile(r"word/header\d*\.xml"), "页眉"),
        (re.compile(r"word/footer\d*\.xml"), "页脚"),
        (re.compile(r"word/(?:foot|end)notes\.xml"), "脚注"),
        (re.compile(r"word/comments\.xml"), "批注"),
        (re.compile(r"word/(?:charts|diagrams)/[^/]+\.xml"), "图表"),
    ),
    "pptx": (
        (re.compile(r"ppt/slides/slide(\d+)\.xml"), "第 {} 页"),
        (re.compile(r"ppt/notesSlides/notesSlide(\d+)\.xml"), "备注 {}"),
        (re.compile(r"ppt/comments/[^/]+\.xml"), "批注"),
        (re.compile(r"ppt/(?:charts|diagrams)/[^/]+\.xml"), "图表"),
    ),
}
_EMBEDDED = re.compile(r"(?:word|ppt)/embeddings/")
_WORDS = {"t", "delText", "instrText", "v"}  # ``v``: the values of a chart


def read_office(content: bytes, kind: str) -> Reading:
    """Return the words of a ``docx`` or ``pptx``; raises whatever a damaged file makes it raise."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        reading = gather(_sections(package, kind))
        has_embedded = any(_EMBEDDED.match(name) for name in package.namelist())
    if has_embedded and not reading.problem:
        reading.problem = EMBEDDED
    return reading


def _sections(package: zipfile.ZipFile, kind: str) -> Iterator[tuple[str, str]]:
    for pattern, label in _PARTS[kind]:
        matches = [match for name in package.namelist() if (match := pattern.fullmatch(name))]
        for match in sorted(matches, key=_number):
            entry = package.getinfo(match.string)
            if entry.file_size > MOST_XML_BYTES:
                raise ValueError(f"{entry.filename} unpacks to {entry.file_size} bytes")
            blocks = _blocks(ElementTree.fromstring(package.read(entry), forbid_dtd=True))
            named = label.format(*match.groups())
            if kind == "pptx":
                yield named, "\n".join(blocks)
            else:
                yield from _numbered(named, blocks)


def _number(match: re.Match[str]) -> tuple[int, str]:
    return (int(match.group(1)) if match.groups() else 0, match.string)


def _numbered(label: str, blocks: Iterator[str]) -> Iterator[tuple[str, str]]:
    words = (block for block in blocks if block.strip())
    for number, block in enumerate(words, start=1):
        yield f"{label}第 {number} 段", block


def _blocks(element: Element) -> Iterator[str]:
    """Yield each paragraph and each row of a table below ``element``."""
    for child in element:
        name = _name(child)
        if name == "p":
            yield "".join(_own_words(child))
            for nested in _nested(child):
                yield from _blocks(nested)
        elif name == "tr":
            yield join_cells("\n".join(_blocks(cell)) for cell in child)
        elif name == "v":
            yield child.text or ""
        else:
            yield from _blocks(child)


def _own_words(element: Element) -> Iterator[str]:
    """Yield the words of a paragraph without those of text boxes in it."""
    for child in element:
        name = _name(child)
        if name in _WORDS:
            yield child.text or ""
        elif name in ("tab", "br", "cr"):
            yield "\t" if name == "tab" else "\n"
        elif name not in ("txbxContent", "Fallback"):
            yield from _own_words(child)


def _nested(element: Element) -> Iterator[Element]:
    """Yield the text boxes within a paragraph; ``Fallback`` repeats them for old programs."""
    for child in element:
        if _name(child) == "txbxContent":
            yield child
        elif _name(child) != "Fallback":
            yield from _nested(child)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]

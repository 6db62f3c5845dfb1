"""Words of .pdf, page by page."""

import io
from collections.abc import Iterator

from pypdf import PdfReader

from editorial.extraction.reading import CUT, EMBEDDED, MOST_PAGES, Reading, gather


def read_portable(content: bytes) -> Reading:
    """Return the words of a PDF; raises whatever a damaged or encrypted one makes it raise."""
    reader = PdfReader(io.BytesIO(content))
    reading = gather(_pages(reader))
    if not reading.problem and len(reader.pages) > MOST_PAGES:
        reading.problem = CUT
    if not reading.problem and reader.attachments:
        reading.problem = EMBEDDED
    return reading


def _pages(reader: PdfReader) -> Iterator[tuple[str, str]]:
    for number, page in enumerate(reader.pages[:MOST_PAGES], start=1):
        yield f"第 {number} 页", page.extract_text()
        yield f"第 {number} 页的批注和表单", "\n".join(_annotations(page))


def _annotations(page: object) -> Iterator[str]:
    for reference in page.get("/Annots") or ():  # type: ignore[attr-defined]
        annotation = reference.get_object()
        for key in ("/Contents", "/V"):
            if isinstance(annotation.get(key), str):
                yield str(annotation[key])

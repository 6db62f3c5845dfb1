"""PDF: a copy without document information, metadata and the names of those who annotated."""

import io

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from forums.contests.neutral.pictures import without_exif

# Of the document and of each object: XMP metadata, private data of the program that made it.
NAMING = ("/Metadata", "/PieceInfo")


def neutral_portable(content: bytes) -> bytes:
    """Return the copy; raises whatever a damaged or encrypted file makes it raise."""
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise ValueError("encrypted")
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    for each in writer._objects:
        if isinstance(each, DictionaryObject):
            _strip(each)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _strip(each: DictionaryObject) -> None:
    for name in NAMING:
        if name in each:
            del each[NameObject(name)]
    if isinstance(each, StreamObject) and each.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        each._data = without_exif(each._data)
    # The title of a markup annotation is by custom the name of whoever made it (12.5.6.2); the
    # name of a form field has the same key and must stay.
    if each.get("/Subtype") and "/Rect" in each and "/FT" not in each and "/T" in each:
        del each[NameObject("/T")]

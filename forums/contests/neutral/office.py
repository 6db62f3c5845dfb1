"""docx, xlsx, pptx: the same package with empty properties and authors without names."""

import io
import re
import zipfile

from forums.contests.neutral.pictures import without_exif

# Properties of the package: author, last editor, company, manager, what programs add.
CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>'
)
EXTENDED = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"/>'
)
CUSTOM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'custom-properties"/>'
)
EMPTIED = {"docprops/core.xml": CORE, "docprops/app.xml": EXTENDED, "docprops/custom.xml": CUSTOM}
MOST_XML_BYTES = 40 * 1024 * 1024
# Comments, tracked changes and people: the names of authors in attributes and elements.
_ATTRIBUTES = re.compile(
    rb"(\s(?:w:author|w:initials|w15:author|w15:userId|name|initials|userId|author|displayName|"
    rb'providerId)=)("[^"]*"|\'[^\']*\')'
)
_TRACKED = re.compile(rb'(\s(?:w:author|w:initials)=)("[^"]*"|\'[^\']*\')')
_AUTHORS = re.compile(rb"(<(?:\w+:)?author\b[^>]*>)[^<]*(</(?:\w+:)?author>)")
_NAMED_PARTS = re.compile(
    r"(?:word|xl|ppt)/(?:.*/)?(?:people|persons?/|authors|commentauthors|comments|threadedcomments)",
)


def neutral_office(content: bytes) -> bytes:
    """Return the package; raises whatever a damaged file makes it raise."""
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            # A name of its own and no date: both tell of the machine and the time of writing.
            copy = zipfile.ZipInfo(entry.filename)
            copy.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(copy, _part(entry, source))
    return output.getvalue()


def _part(entry: zipfile.ZipInfo, source: zipfile.ZipFile) -> bytes:
    name = entry.filename.lower()
    if name in EMPTIED:
        return EMPTIED[name]
    content = source.read(entry)
    if name.endswith((".jpg", ".jpeg")):
        return without_exif(content)
    if not name.endswith(".xml") or entry.file_size > MOST_XML_BYTES:
        return content
    if _NAMED_PARTS.match(name):
        return _AUTHORS.sub(rb"\1\2", _ATTRIBUTES.sub(rb'\1"-"', content))
    if name.startswith("word/"):
        return _TRACKED.sub(rb'\1"-"', content)
    return content

"""JPEG inside other files: without the segments in which cameras write place, time and owner."""

START = b"\xff\xd8"
# APP1 (EXIF, XMP), APP13 (IPTC) and comments; APP0, APP2 and APP14 say how colours are read.
NAMING = {0xE1, 0xED, 0xFE}
START_OF_SCAN, NO_LENGTH = 0xDA, {0x01, *range(0xD0, 0xD9)}


def without_exif(content: bytes) -> bytes:
    """Return a JPEG without them; what is no JPEG, or a damaged one, stays as it is."""
    if not content.startswith(START):
        return content
    kept, place = [START], 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == START_OF_SCAN:
            return b"".join((*kept, content[place:]))
        if marker in NO_LENGTH or marker == 0xFF:
            length = 1 if marker == 0xFF else 2
        else:
            length = 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        if marker not in NAMING:
            kept.append(content[place : place + length])
        place += length
    return content

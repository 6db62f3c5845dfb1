"""From a drawn sheet to the bytes of a picture."""

import io
import threading
from collections.abc import Mapping
from typing import Any

from PIL import Image

from media.drawing.palette import palette_image

ENCODINGS: dict[str, Mapping[str, Any]] = {
    "png": {"format": "PNG", "compress_level": 6},
    "webp": {"format": "WEBP", "quality": 88, "method": 2},
    # Red letters need their colour at full resolution.
    "jpeg": {"format": "JPEG", "quality": 88, "subsampling": 0, "progressive": True},
}
# FreeType's faces are for one thread at a time, and one sheet at a time is memory enough.
drawing = threading.Lock()


def encoded(image: Image.Image, encoding: Mapping[str, Any]) -> bytes:
    """Return a picture's bytes; nothing but its pixels."""
    buffer = io.BytesIO()
    if encoding["format"] == "PNG":
        # A card has few colours; with a palette it is a third as large.
        palette = palette_image(image.getpixel((2, image.height - 2)))
        image = image.quantize(palette=palette, dither=Image.Dither.NONE)
    image.save(buffer, **encoding)
    return buffer.getvalue()

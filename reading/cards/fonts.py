"""Chinese fonts for pictures drawn by the server."""

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

# Debian's fonts-noto-cjk; the second face of each file is the simplified one.
FOLDER = Path("/usr/share/fonts/opentype/noto")
SIMPLIFIED = 2
FILES = {
    ("serif", False): "NotoSerifCJK-Regular.ttc",
    ("serif", True): "NotoSerifCJK-Bold.ttc",
    ("sans", False): "NotoSansCJK-Regular.ttc",
    ("sans", True): "NotoSansCJK-Bold.ttc",
}


@lru_cache(maxsize=64)
def face(name: str, size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return a font, ``serif`` or ``sans``, of so many pixels.

    Raises:
        OSError: this machine has no such font.
    """
    return ImageFont.truetype(str(FOLDER / FILES[name, bold]), size, index=SIMPLIFIED)

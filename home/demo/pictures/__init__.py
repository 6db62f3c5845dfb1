"""Illustrations of the demo, drawn by Pillow: same kind, seed and size, same picture."""

import io
from collections.abc import Callable

from PIL import Image

from home.demo.pictures.canvas import Canvas
from home.demo.pictures.chalk import blackboard
from home.demo.pictures.figures import portrait
from home.demo.pictures.gatherings import hall, tea
from home.demo.pictures.landscape import mountains, school
from home.demo.pictures.papercut import papercut
from home.demo.pictures.rooms import desk, shelf, window

DAY = ("dawn", "morning", "plain", "dusk")
SCENES: dict[str, tuple[Callable[[Canvas], None], tuple[str, ...]]] = {
    "mountains": (mountains, (*DAY, "night")),
    "school": (school, ("dawn", "morning", "dusk")),
    "desk": (desk, ("dusk", "morning", "dawn", "plain")),
    "shelf": (shelf, ("morning", "dawn", "plain", "dusk")),
    "window": (window, DAY),
    "hall": (hall, ("dusk", "plain", "dawn")),
    "tea": (tea, ("morning", "dawn", "dusk", "plain")),
    "blackboard": (blackboard, ("plain", "dawn", "morning")),
    "portrait": (portrait, ("dawn", "morning", "dusk")),
    "papercut": (papercut, DAY),
}


def draw(kind: str, seed: int, size: tuple[int, int] = (1600, 1000)) -> Image.Image:
    """Draw a scene of the given kind; `size` in pixels, any proportion from 3:4 to 16:9."""
    scene, moods = SCENES[kind]
    canvas = Canvas(size, seed, moods)
    scene(canvas)
    return canvas.finish()


def as_jpeg(image: Image.Image, limit: int = 300_000) -> bytes:
    """Encode a picture in at most about `limit` bytes, giving up quality step by step."""
    for quality in (86, 78, 70, 60):
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
        if buffer.tell() <= limit:
            break
    return buffer.getvalue()


def paint(kind: str, seed: int, size: tuple[int, int]) -> bytes:
    """Draw and encode in one go, as a job for another process."""
    return as_jpeg(draw(kind, seed, size))

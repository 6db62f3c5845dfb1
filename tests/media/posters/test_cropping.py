"""What is cut out of a picture, and what serves as none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from media.models import PortalImage
from media.posters.cropping import NARROWEST, box_around, cropped
from tests.media.factories import ImageFactory, picture_file

sides = st.integers(1, 6000)


@given(sides, sides, st.integers(-50, 6050), st.integers(-50, 6050), sides, sides)
def test_a_part_lies_inside_and_is_as_large_as_can_be(width, height, x, y, across, down):
    left, top, right, bottom = box_around((width, height), (x, y), (across, down))
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert right - left == width or bottom - top == height


@pytest.mark.parametrize(
    ("focus", "expected"),
    [
        ((500, 300), (200, 0, 800, 600)),
        ((100, 300), (0, 0, 600, 600)),
        ((990, 10), (400, 0, 1000, 600)),
    ],
)
def test_the_middle_keeps_to_the_focus(focus, expected):
    assert box_around((1000, 600), focus, (1, 1)) == expected


def two_halves(width=800, height=400) -> Image.Image:
    """A picture that is red at the left and blue at the right."""
    image = Image.new("RGB", (width, height), "#0000ff")
    image.paste("#ff0000", (0, 0, width // 2, height))
    return image


@pytest.fixture
def halves(db) -> PortalImage:
    image = ImageFactory(size_px=(800, 400))
    with image.file.storage.open(image.file.name, "wb") as file:
        two_halves().save(file, "JPEG", quality=95)
    return image


@pytest.mark.parametrize(("focal_x", "strongest"), [(60, 0), (740, 2)])
def test_around_the_focal_point(halves, focal_x, strongest):
    halves.focal_point_x, halves.focal_point_y = focal_x, 200
    halves.focal_point_width = halves.focal_point_height = 20
    part = cropped(halves, (400, 400))
    assert part.size == (400, 400)
    colour = part.getpixel((200, 200))
    assert max(range(3), key=colour.__getitem__) == strongest


def test_what_is_transparent_shows_paper(db):
    image = ImageFactory(file=picture_file("a.png", mode="RGBA", color=(0, 0, 0, 0),
                                           file_format="PNG"))  # fmt: skip
    assert cropped(image, (400, 400)).getpixel((5, 5)) == (250, 247, 240)


@pytest.mark.parametrize("damage", ["lost", "damaged", "truncated", "tiny"])
def test_what_cannot_be_used_is_none(db, damage):
    image = ImageFactory(size_px=(NARROWEST - 1, 900) if damage == "tiny" else (900, 900))
    storage, name = image.file.storage, image.file.name
    if damage == "lost":
        storage.delete(name)
    elif damage in ("damaged", "truncated"):
        with storage.open(name, "rb") as file:
            content = file.read()
        with storage.open(name, "wb") as file:
            file.write(content[: len(content) // 2] if damage == "truncated" else b"no picture")
    assert cropped(image, (1080, 720)) is None

"""Posters of any words: nothing breaks them, and they say what they should."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from media.drawing.marks import code_image
from media.posters import designs
from media.posters.words import Words

ADDRESS = "https://portal.example/stories/shan-li-de-deng-guang/"
LONG = "教师基本功大赛、读书沙龙与2+N书房计划：一所农村中心校三年里的四十字长标题一直往下写到头"
TEXT = "二十六年里，她守着一所只有四个年级的山村小学，把每一个孩子的名字写进自己的备课本。" * 3


def words(title="山里的灯光一直亮着", text=TEXT, kind="师德风采", **others) -> Words:
    given_ = {
        "facts": ("虚构的方老师，虚构小学", "2026年11月3日"),
        "site": "虚构的教师网",
        "address": ADDRESS,
    }
    return Words(title, text, kind, **given_ | others)


def photo() -> Image.Image:
    return Image.new("RGB", (designs.WIDTH, 720), "#335577")


HARD = [
    words(),
    words("灯", "", "", facts=()),
    words(LONG, TEXT),
    words("Sapiens: A Brief History of Humankind, and of https://portal.example/" + "a" * 60),
    words("\U0002ffff" * 20, "\n\n一\n"),
    words(facts=("长" * 80,) * 3, kind="一个很长很长的栏目名称", site="很长的站名" * 8),
    words(address="", site=""),
]
# No line may break anywhere in it: it is drawn past the frame, but it is drawn.
UNBREAKABLE = words("《" * 30 + "，" * 30)


@pytest.mark.parametrize("said", [*HARD, UNBREAKABLE])
def test_no_words_break_a_design(said):
    sheet = designs.draw_poster(said, photo())
    assert sheet.width == designs.WIDTH
    assert 720 < sheet.height < 2400
    assert designs.draw_leaf(said).image.size == (designs.WIDTH, designs.LEAF_HEIGHT)
    assert designs.draw_square(said).image.size == designs.SQUARE
    assert designs.draw_wide(said).image.size == designs.WIDE


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=120), st.text(max_size=160), st.text(max_size=20), st.text(max_size=60))
def test_not_even_noise_does(title, text, kind, fact):
    said = words(title, text, kind, facts=(fact,))
    designs.draw_leaf(said)
    designs.draw_square(said)
    designs.draw_poster(said, photo())


def ink_outside(image: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether anything is drawn beyond a frame's outer edge."""
    rest = image.convert("L")
    rest.paste(255, box)
    return rest.getextrema()[0] < 200


@pytest.mark.parametrize("said", HARD)
def test_everything_stays_within_the_frame(said):
    square = designs.draw_square(said).image
    assert not ink_outside(square, (34, 34, 766, 766))
    wide = designs.draw_wide(said).image
    assert not ink_outside(wide, (20, 20, 880, 363))
    leaf = designs.draw_leaf(said).image.crop((0, 0, designs.WIDTH, designs.LEAF_HEIGHT - 300))
    assert not ink_outside(leaf, (56, 56, 1024, 1320))


@pytest.mark.parametrize(
    "draw", [designs.draw_leaf, lambda said: designs.draw_poster(said, photo())]
)
def test_the_code_is_that_of_the_page(draw):
    image = draw(words()).image
    code = code_image(ADDRESS, designs.CODE, dark="#211d18", light="#faf7f0")
    dark = [(x, y) for x in range(code.width) for y in range(code.height)
            if code.getpixel((x, y))[0] < 128]  # fmt: skip
    left = (1024 if draw is designs.draw_leaf else designs.WIDTH - designs.SIDE) + 16 - code.width
    found = [
        top
        for top in range(image.height - 300, image.height - code.height)
        if all(image.getpixel((left + x, top + y))[0] < 128 for x, y in dark[::97])
    ]
    assert found


@pytest.mark.parametrize(
    ("size", "shape"),
    [((1600, 900), (1080, 720)), ((900, 1600), (1080, 1080)), ((800, 800), (1080, 1080))],
)
def test_a_portrait_is_not_cut_into_a_landscape(size, shape):
    assert designs.picture_shape(size) == shape

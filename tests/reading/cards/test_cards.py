"""The drawn picture: size, form, nothing but pixels, its code, its glyphs."""

import io
import threading

import pytest
from django.test import override_settings
from PIL import Image

from media.drawing import checks, fonts
from media.drawing.marks import code_image
from reading.cards.card import draw_card
from reading.cards.covers import CLOTHS, HEIGHT, WIDTH, cloth_of, draw_cover
from reading.cards.designs import RATIOS, designs

ADDRESS = "https://portal.example/reading/passage/2025-09-10/"
NESTED = "先生问：“你读过《孟子》‘尽信《书》，则不如无《书》’这一句吗？”——学生笑了……"
LONG = "教师的工作，首先是读人的工作。一个孩子走进教室，他带来的不只是书包。" * 18


def card(text: str = NESTED, **options) -> bytes:
    given = {"design": "leaf", "ratio": "square", "address": ADDRESS} | options
    return draw_card(text, "孟子", "《孟子·尽心下》", **given)


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("design", designs())
def test_every_design_in_every_ratio(design, ratio):
    for form, name in (("png", "PNG"), ("webp", "WEBP")):
        image = Image.open(io.BytesIO(card(design=design, ratio=ratio, form=form)))
        assert (image.format, image.size) == (name, RATIOS[ratio])
        assert not image.getexif()
        assert not {"exif", "icc_profile", "xmp", "Software"} & set(image.info)


@pytest.mark.parametrize("design", ["leaf", "columns"])
@pytest.mark.parametrize(
    "text",
    [
        "仁",
        LONG,
        "，" * 60 + "《" * 40,
        "https://portal.example/" + "a" * 400,
        "𠮷野家\u0301 é ☃ \U0001f600 \u200b\x07 \U0002ffff",
        "一\n\n二\n" * 30,
        "\n ",
        "",
    ],
)
def test_no_text_breaks_a_design(design, text):
    image = Image.open(io.BytesIO(card(text, design=design, ratio="tall", form="webp")))
    assert image.size == RATIOS["tall"]


def test_an_unknown_design_ratio_or_form_is_an_error():
    for wrong in ({"design": "x"}, {"ratio": "x"}, {"form": "gif"}):
        with pytest.raises(KeyError):
            card(**wrong)


def test_the_cards_code_is_that_of_its_address():
    image = Image.open(io.BytesIO(card())).convert("RGB")
    code = code_image(ADDRESS, 172, dark="#211d18", light="#faf7f0")
    dark = [(x, y) for x in range(code.width) for y in range(code.height)
            if code.getpixel((x, y))[0] < 128]  # fmt: skip
    found = [
        (left, top)
        for left in range(820, 840)
        for top in range(840, 880)
        if all(image.getpixel((left + x, top + y))[0] < 128 for x, y in dark[::97])
    ]
    assert found


def test_threads_draw_the_same():
    found = []
    threads = [threading.Thread(target=lambda: found.append(card())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1


@pytest.fixture
def fontless(monkeypatch):
    for cached in (fonts.serif, fonts.sans):
        cached.cache_clear()
    monkeypatch.setattr(fonts, "FOLDERS", ())
    monkeypatch.setattr(fonts, "PACKAGED", "no_such_package_of_fonts")
    yield
    for cached in (fonts.serif, fonts.sans):
        cached.cache_clear()


@override_settings(CARD_FONTS="")
def test_a_machine_without_fonts_is_told_what_to_install(fontless):
    assert "fonts-noto-cjk" in fonts.problem()
    assert [each.id for each in checks.check_fonts(None)] == ["media.W001"]
    with pytest.raises(fonts.NoFont, match="fonts-noto-cjk"):
        card()


def test_the_packaged_font_is_enough(monkeypatch):
    for cached in (fonts.serif, fonts.sans):
        cached.cache_clear()
    monkeypatch.setattr(fonts, "FOLDERS", ())
    try:
        face, shown = fonts.serif("Bold").face_for("教育")
        assert (face.axis, shown) == (700, "教育")
        assert Image.open(io.BytesIO(card())).size == RATIOS["square"]
    finally:
        for cached in (fonts.serif, fonts.sans):
            cached.cache_clear()


@pytest.mark.parametrize(
    ("title", "authors", "kind"),
    [
        ("给教师的建议", "苏霍姆林斯基", "classic"),
        ("小学数学教学论：理论、实践与案例研究（第三版）" * 5, "某某、" * 30, "monograph"),
        ("Sapiens: A Brief History", "", "general"),
        ("？", "", "no such kind"),
    ],
)
def test_covers(title, authors, kind):
    content = draw_cover(title, authors, kind)
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.size) == ("WEBP", (WIDTH, HEIGHT))
    assert draw_cover(title, authors, kind) == content
    assert cloth_of(title, kind) in CLOTHS.get(kind, CLOTHS["general"])

"""What all drawing stands on: settings, glyphs, marks, codes."""

import pytest
import segno

from media.drawing import checks, fonts
from media.drawing.canvas import Canvas
from media.drawing.fitting import SIZES, fit
from media.drawing.marks import QUIET, attribution, code_image

ADDRESS = "https://portal.example/reading/passage/2025-09-10/"
NESTED = "先生问：“你读过《孟子》‘尽信《书》，则不如无《书》’这一句吗？”——学生笑了……"
LONG = "教师的工作，首先是读人的工作。一个孩子走进教室，他带来的不只是书包。" * 18


def test_a_long_text_is_cut_at_a_sentence_and_says_so():
    setting = fit(LONG * 4, fonts.serif(), length=840, depth=500)
    shown = "".join(line.text for line in setting.lines)
    assert not setting.is_whole
    assert setting.size == SIZES[-1]
    assert shown.endswith("。……")
    assert setting.depth <= 500


def test_five_hundred_characters_are_shown_whole():
    setting = fit(LONG[:500], fonts.serif(), length=872, depth=620)
    assert setting.is_whole
    assert "".join(line.text for line in setting.lines) == LONG[:500]
    assert all(line.width * setting.size <= 872 + 1 for line in setting.lines)


def test_the_shorter_the_text_the_larger_the_type():
    sizes = [
        fit("教育" * n, fonts.serif(), length=800, depth=600).size for n in (2, 10, 40, 90, 200)
    ]
    assert sizes == sorted(sizes, reverse=True)


def test_the_code_is_segnos_with_its_quiet_zone():
    image = code_image(ADDRESS, 176, dark="#000000", light="#ffffff").convert("L")
    matrix = segno.make(ADDRESS, error="m", micro=False, boost_error=False).matrix
    count = len(matrix) + 2 * QUIET
    scale, rest = divmod(image.width, count)
    assert (rest, image.width <= 176) == (0, True)
    for y in range(count):
        for x in range(count):
            inside = QUIET <= x < count - QUIET and QUIET <= y < count - QUIET
            dark = bool(inside and matrix[y - QUIET][x - QUIET])
            assert image.getpixel((x * scale, y * scale)) == (0 if dark else 255)


def test_every_glyph_is_looked_up_and_a_missing_one_is_marked():
    family = fonts.serif()
    for text in (NESTED, "Democracy é 1919 — ·", "𠮷"):
        face, shown = family.face_for(text)
        assert shown == text
        assert all(face.has(character) for character in text)
    assert family.face_for("\U0002ffff") == (family.faces[0], fonts.GETA)


def test_another_face_helps_out():
    class Without(fonts.Face):
        def has(self, character):
            return character != "教"

    first = fonts.serif().faces[0]
    poor = Without(first.path, first.index)
    family = fonts.Family((poor, first))
    assert family.face_for("教")[0] is first
    assert family.face_for("育")[0] is poor


def test_marks_lie_within_their_half_when_squeezed():
    """A line that begins with 《 has no hole before it: its ink starts at the margin."""
    canvas = Canvas(400, 200, "#ffffff")
    canvas.line("《书》", fonts.serif(), 100, 50, 40, "#000000")
    box = canvas.image.convert("L").point(lambda v: 255 - v).getbbox()
    assert 50 <= box[0] <= 60
    assert box[2] <= 50 + 200 + 2


def test_vertical_marks_stand_at_the_right():
    canvas = Canvas(200, 300, "#ffffff")
    canvas.column("好，", fonts.serif(), 100, 50, 40, "#000000")
    comma = canvas.image.convert("L").crop((0, 140, 200, 300)).point(lambda v: 255 - v).getbbox()
    assert comma[0] >= 50 + 50
    assert comma[1] <= 50


def test_with_a_font_there_is_nothing_to_tell():
    assert checks.check_fonts(None) == []


@pytest.mark.parametrize(
    ("author", "source", "expected"),
    [
        ("孔子", "《论语》", "孔子《论语》"),
        ("某人", "演讲稿", "某人，演讲稿"),
        ("", "《论语》", "《论语》"),
        ("某人", "", "某人"),
    ],
)
def test_attribution(author, source, expected):
    assert attribution(author, source) == expected


def test_smiles_are_left_out_where_no_face_has_them():
    family = fonts.serif()
    assert (
        family.drawable("山里的灯\U0001f4a1\ufe0f亮着\U0001f469\u200d\U0001f3eb") == "山里的灯亮着"
    )
    assert family.drawable("一★二\U0002ffff") == "一★二\U0002ffff"  # the last is told by 〓

"""The poster of a page, and its square and wide pictures; each with a picture and without one.

Without one they are a leaf of a thread-bound book: the title from top to bottom between a thick and
a thin frame, as on the site's cards.
"""

from PIL import Image

from media.drawing import palette as p
from media.drawing.canvas import Canvas
from media.drawing.fitting import Setting, fit
from media.drawing.fonts import sans, serif
from media.drawing.marks import code_image, draw_seal
from media.posters.words import Words

WIDTH = 1080
SIDE = 84
LEAF_HEIGHT = 1620
FOOT, CODE = 300, 216
INVITATION = "长按或扫码，读全文"
SQUARE, WIDE = (800, 800), (900, 383)
TITLES = (84, 78, 72, 66, 60, 55, 50, 46, 42, 38, 34)
COLUMN_TITLES = (232, 208, 186, 166, 148, 136, 124, 112, 102, 94, 86, 80, 74, 68, 62, 56, 50, 44)
TEXTS = (36, 34, 32, 30)
COLUMN_TEXTS = (42, 40, 38, 36, 34)


def picture_shape(image_size: tuple[int, int]) -> tuple[int, int]:
    """Return the size in pixels that a picture takes on a poster: lying 3:2, else square."""
    return (WIDTH, 720) if image_size[0] >= 1.15 * image_size[1] else (WIDTH, WIDTH)


def draw_poster(words: Words, picture: Image.Image) -> Canvas:
    """Draw a poster below a picture as wide as the sheet; as high as its words need."""
    measure = WIDTH - 2 * SIDE
    title = fit(words.title, serif("Bold"), length=measure, depth=330, sizes=TITLES,
                leading=1.36, most_lines=3)  # fmt: skip
    text = _set(words.text, measure, TEXTS, leading=1.74, most_lines=4)
    facts = [_set(fact, measure, (30, 28, 26, 24), leading=1.5, most_lines=2, sans_serif=True)
             for fact in words.facts]  # fmt: skip
    head = picture.height + 66
    y = head + (64 if words.kind else 0)
    text_top = y + title.depth + 44
    facts_top = text_top + (text.depth + 40 if words.text else 0)
    rule = facts_top + sum(fact.depth + 20 for fact in facts) + 32
    canvas = Canvas(WIDTH, rule + FOOT, p.PAPER)
    canvas.image.paste(picture, (0, 0))
    if words.kind:
        canvas.line(words.kind, serif("Bold"), 32, SIDE, head, p.CINNABAR, spacing=0.1)
    canvas.block(title, serif("Bold"), SIDE, y, p.INK)
    if words.text:
        canvas.block(text, serif(), SIDE, text_top, p.INK_2)
    for fact in facts:
        canvas.block(fact, sans(), SIDE, facts_top, p.INK_3)
        facts_top += fact.depth + 20
    canvas.bar(SIDE, rule, measure, 5, p.INK)
    canvas.bar(SIDE, rule + 10, measure, 1, p.INK)
    _foot(canvas, words, SIDE, WIDTH - SIDE, rule + 26, FOOT - 26)
    return canvas


def draw_leaf(words: Words) -> Canvas:
    """Draw a poster of words alone."""
    canvas = Canvas(WIDTH, LEAF_HEIGHT, p.PAPER)
    edge, bottom = 56, LEAF_HEIGHT - FOOT
    right, left = WIDTH - edge, edge
    canvas.frame(left, edge, right, bottom, 7, p.INK)
    canvas.frame(left + 14, edge + 14, right - 14, bottom - 14, 2, p.INK)
    head, foot = edge + 64, bottom - 64
    length, across = foot - head, right - left - 2 * 64
    facts = "　".join(words.facts)
    imprint = fit(facts, serif(), length=length - 340, depth=110, vertical=True,
                  sizes=(32, 30, 28, 26, 24), leading=1.6, most_lines=2)  # fmt: skip
    taken = imprint.depth + 70
    title = fit(words.title, serif("Bold"), length=length, depth=(across - taken) * 58 // 100,
                vertical=True, sizes=COLUMN_TITLES, leading=1.32, most_lines=3)  # fmt: skip
    room = across - taken - title.depth - 64
    text = fit(words.text, serif(), length=length - 150, depth=max(room, 60), vertical=True,
               sizes=COLUMN_TEXTS, leading=1.8, most_lines=6)  # fmt: skip
    x = right - 64
    _column_lines(canvas, text, x - title.depth - 64, edge + 16, bottom - 16,
                  left + 64 + max(imprint.depth, 62))  # fmt: skip
    canvas.columns(title, serif("Bold"), x, head, p.INK)
    if words.text:
        canvas.columns(text, serif(), x - title.depth - 64, head + 150, p.INK_2)
    _imprint(canvas, words, imprint, left + 64, head, foot)
    _foot(canvas, words, left, right, bottom + 6, FOOT - 6)
    return canvas


def draw_square(words: Words) -> Canvas:
    """Draw a square leaf for the preview of a link, legible where it is a finger's breadth."""
    width, height = SQUARE
    canvas = Canvas(width, height, p.PAPER)
    edge = 34
    canvas.frame(edge, edge, width - edge, height - edge, 8, p.INK)
    canvas.frame(edge + 16, edge + 16, width - edge - 16, height - edge - 16, 2, p.INK)
    inside = edge + 58
    length = height - 2 * inside
    title = fit(words.title, serif("Bold"), length=length, depth=430, vertical=True,
                sizes=COLUMN_TITLES, leading=1.26, most_lines=4)  # fmt: skip
    canvas.columns(title, serif("Bold"), width - inside, inside, p.INK)
    seal = 108
    name = words.kind[:1] if words.kind else words.site
    draw_seal(canvas, serif("Bold"), name, inside - 8, height - inside - seal + 8, seal,
              colour=p.CINNABAR)  # fmt: skip
    if words.kind:
        canvas.column(words.site[:14], serif(), 32, inside + 30, inside, p.INK_3, spacing=0.14)
    return canvas


def draw_wide(words: Words) -> Canvas:
    """Draw a wide leaf (2.35:1), the title level: the head of a 公众号 article."""
    width, height = WIDE
    canvas = Canvas(width, height, p.PAPER)
    canvas.frame(20, 20, width - 20, height - 20, 6, p.INK)
    canvas.frame(32, 32, width - 32, height - 32, 1, p.INK)
    left, right = 74, width - 74
    seal = 92
    draw_seal(canvas, serif("Bold"), words.site, right - seal, height - 74 - seal, seal,
              colour=p.CINNABAR)  # fmt: skip
    title = fit(words.title, serif("Bold"), length=right - left - seal - 48, depth=180,
                sizes=(64, 60, 56, 52, 48, 44, 40, 36, 32, 28), leading=1.34,
                most_lines=3)  # fmt: skip
    canvas.line(words.kind or words.site, serif("Bold"), 26, left, 66, p.CINNABAR, spacing=0.1)
    top = 112 + (height - 112 - 66 - title.depth) // 2
    canvas.block(title, serif("Bold"), left, top, p.INK)
    return canvas


def _set(
    text: str,
    measure: int,
    sizes: tuple[int, ...],
    *,
    leading: float,
    most_lines: int,
    sans_serif: bool = False,
) -> Setting:
    deep = int(sizes[0] * leading * most_lines)
    family = sans() if sans_serif else serif()
    return fit(text, family, length=measure, depth=deep, sizes=sizes, leading=leading,
               most_lines=most_lines)  # fmt: skip


def _column_lines(
    canvas: Canvas, text: Setting, start: int, top: int, bottom: int, end: int
) -> None:
    """Draw the red lines between the columns of the text (界栏), from the title to the left."""
    x = start + 32
    half = (text.pitch - text.size) // 2
    canvas.bar(x, top, 1, bottom - top, p.COLUMN_LINE)
    x = start + half - text.pitch
    while x > end + 12:
        canvas.bar(x, top, 1, bottom - top, p.COLUMN_LINE)
        x -= text.pitch


def _imprint(
    canvas: Canvas, words: Words, imprint: Setting, left: int, head: int, foot: int
) -> None:
    """Draw the facts at the foot of the last columns, the kind as a title slip at their head."""
    canvas.columns(imprint, serif(), left + imprint.depth, 0, p.INK_2, low=foot - imprint.measure)
    if not words.kind:
        return
    kind = words.kind.replace(" ", "")[:9]
    size = 34
    length = round((len(kind) + 0.12 * (len(kind) - 1)) * size)
    canvas.bar(left - 8, head, size + 36, length + 44, p.CINNABAR)
    canvas.column(kind, serif("Bold"), size, left + 10, head + 22, p.SEAL_LETTER, spacing=0.12)


def _foot(canvas: Canvas, words: Words, left: int, right: int, top: int, height: int) -> None:
    """Draw the seal and the site's name at the left, the code at the right."""
    middle = top + height // 2
    side = 104
    draw_seal(canvas, serif("Bold"), words.site, left, middle - side // 2, side, colour=p.CINNABAR)
    x = left + side + 28
    canvas.line(words.site[:16], serif("Bold"), 38, x, middle - 48, p.INK, spacing=0.06)
    if not words.address:
        return
    canvas.line(INVITATION, sans(), 27, x, middle + 14, p.INK_3)
    code = code_image(words.address, CODE, dark=p.INK, light=p.PAPER)
    # The quiet zone is paper too: the code itself, not its margin, keeps to the right edge.
    canvas.image.paste(code, (right + 16 - code.width, middle - code.height // 2))

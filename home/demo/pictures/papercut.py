"""Paper-cut ornaments: rosettes of petals, waves and books."""

import math

from PIL import Image, ImageFilter

from home.demo.pictures.canvas import SUPERSAMPLING, Canvas, Colour, Pen, Point, mix, rgb, smooth


def papercut(canvas: Canvas) -> None:
    """A paper-cut rosette of petals, waves and books, laid over plain paper."""
    mood, dice, w, h = canvas.mood, canvas.random, canvas.width, canvas.height
    warm = dice.random() < 0.5
    ground = mix(mood.paper, mood.mist, 0.25) if warm else mix(mood.accent, mood.ink, 0.08)
    cut = rgb(mood.accent) if warm else mix(mood.paper, mood.gold, 0.1)
    canvas.sky(ground, mix(ground, mood.ink, 0.06))
    folds = dice.choice((8, 10, 12))
    rosette = _rosette(canvas, folds)
    _lay(canvas, rosette, w / 2, h / 2, 1.0, cut)
    if abs(w - h) > 250:
        corner = _rosette(canvas, 8)
        for x in (0.0, w):
            for y in (0.0, h):
                _lay(canvas, corner, x, y, 0.72 if w > h else 0.66, cut)


def _lay(
    canvas: Canvas, stencil: Image.Image, x: float, y: float, scale: float, cut: Colour
) -> None:
    edge = round(860 * scale * canvas.per_unit)
    mask = stencil.resize((edge, edge), Image.Resampling.BILINEAR)
    corner = (round(x * canvas.per_unit - edge / 2), round(y * canvas.per_unit - edge / 2))
    shift = round(7 * canvas.per_unit)
    small = mask.resize((edge // 4, edge // 4)).filter(ImageFilter.GaussianBlur(edge / 400))
    shadow = small.resize((edge, edge)).point([round(v * 0.3) for v in range(256)])
    canvas.image.paste(rgb(canvas.mood.ink), (corner[0] + shift, corner[1] + shift), shadow)
    canvas.image.paste(rgb(cut), corner, mask)


def _rosette(canvas: Canvas, folds: int) -> Image.Image:
    """Return the rosette's stencil: concentric rings of motifs, `folds` times around."""
    dice = canvas.random
    edge = round(430 * canvas.per_unit / SUPERSAMPLING) * 2 * SUPERSAMPLING
    mask = Image.new("L", (edge, edge), 0)
    pen = Pen(mask, edge / 1000)
    lobes = folds * (3 if folds < 10 else 2)
    lobe = 430 * math.pi / lobes + 4
    _ring(pen, lobes, 494 - lobe, "dot", 255, lobe)
    _ring(pen, lobes, 446, dice.choice(("leaf", "drop")), 0, 38)
    pen.ellipse(500, 500, 402, fill=0)
    pen.ellipse(500, 500, 394)
    _ring(pen, folds * 2, 398, "tie", 255, 20)
    _ring(pen, folds * 2, 368, "dot", 0, 11, offset=0.5)
    _ring(pen, folds, 318, dice.choice(("book", "lotus")), 0, 84)
    _ring(pen, folds, 330, "wave", 0, 70, offset=0.5)
    pen.ellipse(500, 500, 232, fill=0)
    pen.ellipse(500, 500, 222)
    _ring(pen, folds, 150, dice.choice(("leaf", "drop", "lotus")), 0, 62)
    _ring(pen, folds, 190, "dot", 0, 9, offset=0.5)
    pen.ellipse(500, 500, 84, fill=0)
    _ring(pen, folds, 52, "leaf", 255, 46)
    pen.ellipse(500, 500, 26)
    return mask


def _ring(
    pen: Pen, count: int, radius: float, motif: str, value: int, size: float, offset: float = 0.0
) -> None:
    for index in range(count):
        angle = 2 * math.pi * (index + offset) / count
        for outline, fill in _motif(motif, size, value):
            turned = []
            for a, b in outline:
                # Motif coordinates: a along the circle, b outwards.
                px = (radius + b) * math.cos(angle) - a * math.sin(angle)
                py = (radius + b) * math.sin(angle) + a * math.cos(angle)
                turned.append((500 + px, 500 + py))
            pen.polygon(turned, fill)


def _motif(name: str, size: float, value: int) -> list[tuple[list[Point], int]]:
    s, other = size, 255 - value
    if name == "dot":
        return [([(s * math.cos(a / 4), s * math.sin(a / 4)) for a in range(26)], value)]
    if name == "tie":
        return [([(-s * 0.3, -s), (s * 0.3, -s), (s * 0.3, s), (-s * 0.3, s)], value)]
    if name == "leaf":
        leaf = smooth([(0, -s), (s * 0.4, 0), (0, s), (-s * 0.4, 0)], closed=True)
        vein = smooth([(0, -s * 0.6), (s * 0.09, 0), (0, s * 0.6), (-s * 0.09, 0)], closed=True)
        return [(leaf, value), (vein, other)]
    if name == "drop":
        drop = smooth(
            [(0, s), (s * 0.5, -s * 0.3), (0, -s * 0.7), (-s * 0.5, -s * 0.3)], closed=True
        )
        core = smooth([(0, s * 0.3), (s * 0.2, -s * 0.3), (-s * 0.2, -s * 0.3)], closed=True)
        return [(drop, value), (core, other)]
    if name == "lotus":
        petals = []
        for shift, share in ((-0.55, 0.72), (0.55, 0.72), (0.0, 1.0)):
            x = shift * s
            petals.append(
                (
                    smooth(
                        [(x, s * share), (x + s * 0.34, 0), (x * 0.4, -s * 0.7), (x - s * 0.34, 0)],
                        closed=True,
                    ),
                    value,
                )
            )
            petals.append(
                (
                    smooth(
                        [
                            (x, s * share * 0.5),
                            (x + s * 0.1, 0),
                            (x * 0.8, -s * 0.3),
                            (x - s * 0.1, 0),
                        ],
                        closed=True,
                    ),
                    other,
                )
            )
        return petals
    if name == "book":
        left = smooth([(0, s * 0.3), (-s * 0.4, s * 0.5), (-s * 0.9, s * 0.34)])
        right = smooth([(s * 0.9, s * 0.34), (s * 0.4, s * 0.5), (0, s * 0.3)])
        cover = [*left, (-s * 0.9, -s * 0.5), (0, -s * 0.6), (s * 0.9, -s * 0.5), *right]
        lines: list[tuple[list[Point], int]] = [(cover, value)]
        for side in (-1, 1):
            for row in range(3):
                level = s * (0.16 - 0.22 * row)
                lines.append(
                    (
                        [
                            (side * s * 0.16, level),
                            (side * s * 0.72, level + s * 0.08),
                            (side * s * 0.72, level + s * 0.0),
                            (side * s * 0.16, level - s * 0.08),
                        ],
                        other,
                    )
                )
        return lines
    wave = smooth(
        [
            (-s * 0.5, -s * 0.6),
            (-s * 0.2, s * 0.2),
            (0, s * 0.8),
            (s * 0.2, s * 0.2),
            (s * 0.5, -s * 0.6),
            (0, -s * 0.1),
        ],
        closed=True,
    )
    return [(wave, value)]

"""Scenes where people meet, drawn without people: a hall, a tea table."""

import math

from home.demo.pictures.canvas import Canvas, Colour, Point, mix, smooth
from home.demo.pictures.props import cup, open_book, stack, steam


def hall(canvas: Canvas) -> None:
    """A lecture hall before the talk: lit stage, curtain, rows of seats."""
    mood, dice, w, h = canvas.mood, canvas.random, canvas.width, canvas.height
    dark = mix(mood.ink, mood.wash, 0.1)
    canvas.sky(mix(dark, mood.wash, 0.35), dark, dark)
    middle, stage = w / 2, h * 0.5
    half = min(w * 0.27, 430)
    drape = dice.choice((mood.accent, mood.gold, mood.wash))
    for index in range(-5, 6):
        x = middle + index * half * 0.42
        with canvas.layer(mix(drape, mood.ink, 0.5), 0.7, fade=(0, 0.9, stage, 0.55)) as pen:
            pen.rect(x - half * 0.1, 0, x + half * 0.1, stage + 10)
    canvas.glow(middle, stage - 150, half * 2.2, mood.gold, 0.5)
    canvas.rect(middle - half, h * 0.1, middle + half, stage - 60, mood.paper, radius=4)
    _screen(canvas, middle, h * 0.1, half, stage - 60 - h * 0.1)
    floor = mix(mood.gold, mood.ink, 0.4)
    canvas.polygon(
        [
            (middle - half * 1.7, stage),
            (middle + half * 1.7, stage),
            (middle + half * 2, stage + 62),
            (middle - half * 2, stage + 62),
        ],
        floor,
    )
    canvas.rect(
        middle - half * 2, stage + 62, middle + half * 2, stage + 84, mix(floor, mood.ink, 0.5)
    )
    with canvas.layer(mood.gold, 0.6, blur=26) as pen:
        pen.ellipse(middle, stage + 22, half * 0.9, 26)
    _lectern(canvas, middle + dice.choice((-1, 1)) * half * 1.22, stage + 34)
    for way in (-1, 1):
        with canvas.layer(mood.gold, 0.16, blur=18, fade=(0, 1.0, stage + 40, 0.4)) as pen:
            pen.polygon(
                [
                    (middle + way * half * 1.5, -10),
                    (middle + way * half * 1.7, -10),
                    (middle + way * half * 0.2, stage + 50),
                    (middle + way * half * 1.3, stage + 50),
                ]
            )
    rows = 6
    cloth = dice.choice((mood.accent, mood.wash, mix(mood.accent, mood.gold, 0.35)))
    for row in range(rows):
        near = (row / (rows - 1)) ** 1.25
        _seats(canvas, h * 0.585 + h * 0.40 * near, 66 + 132 * near, near, cloth)


def _screen(canvas: Canvas, middle: float, top: float, half: float, tall: float) -> None:
    mood, dice = canvas.mood, canvas.random
    base, kind = top + tall, dice.randrange(3)
    sun = middle + half * dice.choice((-0.45, 0.0, 0.5)), top + tall * 0.38
    if kind == 0:
        canvas.ellipse(*sun, tall * 0.15, fill=mood.accent)
        for index, depth in enumerate((0.22, 0.45, 0.7)):
            level = base - tall * (0.42 - 0.13 * index)
            hills: list[Point] = [(middle - half, level)]
            for step in range(1, 6):
                lift = dice.uniform(-6, 0.18 * tall)
                hills.append((middle - half + half * 2 * step / 6, level - lift))
            hills = smooth([*hills, (middle + half, level)])
            canvas.polygon([*hills, (middle + half, base), (middle - half, base)], mood.tone(depth))
    elif kind == 1:
        canvas.ellipse(middle, top + tall * 0.48, tall * 0.3, fill=mood.accent)
        open_book(canvas, middle, top + tall * 0.86, min(tall / 230, half / 230))
    else:
        for index in range(4):
            share = (0.34, 0.52, 0.7, 0.86)[index]
            x = middle + half * (0.04 + 0.2 * index)
            colour = mood.accent if index == 3 else mood.tone(0.35 + 0.12 * index)
            canvas.rect(x, base - tall * share * 0.8, x + half * 0.13, base - tall * 0.1, colour)
        for row, share in enumerate((0.42, 0.62, 0.54, 0.6)):
            y = top + tall * (0.2 + 0.15 * row)
            ink = mix(mood.ink, mood.paper, 0.15 if row == 0 else 0.6)
            canvas.rect(middle - half * 0.84, y, middle - half * (0.84 - share), y + 13, ink, 6)


def _lectern(canvas: Canvas, x: float, base: float) -> None:
    mood = canvas.mood
    canvas.polygon(
        [(x - 44, base - 118), (x + 44, base - 118), (x + 34, base), (x - 34, base)],
        mix(mood.accent, mood.ink, 0.3),
    )
    canvas.polygon(
        [(x - 54, base - 132), (x + 54, base - 132), (x + 48, base - 114), (x - 48, base - 114)],
        mix(mood.gold, mood.accent, 0.35),
    )
    canvas.line(
        smooth([(x + 10, base - 130), (x + 14, base - 160), (x - 4, base - 172)]), 5, mood.ink
    )
    canvas.ellipse(x - 6, base - 173, 8, fill=mood.ink)


def _seats(canvas: Canvas, base: float, size: float, near: float, cloth: str | Colour) -> None:
    mood, middle = canvas.mood, canvas.width / 2
    pitch, aisle = size * 1.14, size * 0.75
    count = math.ceil(canvas.width / 2 / pitch) + 1
    fabric = mix(cloth, mood.ink, 0.72 - 0.36 * near)
    rim = mix(fabric, mood.gold, 0.32)
    for way in (-1, 1):
        for index in range(count):
            x = middle + way * (aisle + pitch * (index + 0.5))
            y = base - (abs(x - middle) / canvas.width) ** 2 * 150 * (1 - 0.5 * near)
            top = y - size * 0.98
            canvas.rect(x - size * 0.5, top - 3, x + size * 0.5, y + size * 1.4, rim, size * 0.24)
            canvas.rect(
                x - size * 0.5,
                top + size * 0.045,
                x + size * 0.5,
                y + size * 1.4,
                fabric,
                size * 0.24,
            )
            canvas.rect(
                x - size * 0.36,
                top + size * 0.2,
                x + size * 0.36,
                y + size * 1.4,
                mix(fabric, mood.ink, 0.22),
                size * 0.16,
            )


def tea(canvas: Canvas) -> None:
    """A table laid for a reading salon: pot, cups, an open book, a branch of plum."""
    mood, dice, w, h = canvas.mood, canvas.random, canvas.width, canvas.height
    wall = mix(mood.mist, mood.paper, 0.45)
    canvas.sky(mix(wall, mood.wash, 0.4), wall, mix(wall, mood.paper, 0.5))
    flip = dice.choice((-1, 1))
    middle, table = w / 2, h * 0.72
    canvas.glow(middle + flip * w * 0.2, h * 0.3, 620, mood.gold, 0.4)
    disc = min(w, h) * 0.27
    canvas.ellipse(
        middle + flip * min(w * 0.16, 250),
        h * 0.37,
        disc,
        fill=mix(dice.choice((mood.accent, mood.gold, mood.accent)), wall, 0.08),
    )
    with canvas.layer(wall, 0.9, fade=(h * 0.3, 0.0, h * 0.66, 0.9)) as pen:
        pen.ellipse(middle + flip * min(w * 0.16, 250), h * 0.37, disc)
    _plum(canvas, middle - flip * w * 0.52, h * 0.05, flip)
    cloth = mix(mood.ink, mood.wash, 0.3)
    canvas.rect(-5, table, w + 5, h + 5, cloth)
    canvas.rect(-5, table, w + 5, table + 6, mix(cloth, mood.paper, 0.3))
    runner = [
        (middle - w * 0.40, table + 12),
        (middle + w * 0.40, table + 12),
        (middle + w * 0.52, h + 5),
        (middle - w * 0.52, h + 5),
    ]
    canvas.polygon(runner, mix(mood.paper, mood.gold, 0.35))
    with canvas.layer(mood.ink, 0.22, fade=(table, 0.0, h, 1.0)) as pen:
        pen.rect(0, table, w, h)
    pot_x = middle + flip * min(w * 0.16, 250)
    _pot(canvas, pot_x, table + 70, flip)
    stack(canvas, middle + flip * min(w * 0.40, 600), table + 62, 220, dice.randint(2, 3))
    open_book(canvas, middle - flip * min(w * 0.2, 290), table + 130, 1.1)
    cup(canvas, middle - flip * 8, table + 120, 0.9)
    steam(canvas, middle - flip * 8, table + 44, 130)
    cup(canvas, middle + flip * min(w * 0.33, 440), table + 160, 1.05)
    cup(canvas, middle - flip * min(w * 0.42, 620), table + 96, 0.85)


def _plum(canvas: Canvas, x: float, y: float, flip: int) -> None:
    mood, dice = canvas.mood, canvas.random
    reach = min(canvas.width * 0.62, 900)
    trunk = [
        (x, y),
        (x + flip * reach * 0.25, y + 120),
        (x + flip * reach * 0.42, y + 96),
        (x + flip * reach * 0.62, y + 210),
        (x + flip * reach * 0.8, y + 190),
    ]
    curve = smooth(trunk)
    canvas.line(curve, 30, mood.ink, taper=0.15)
    twigs = [(9, 0.3, -120), (16, 0.24, 150), (24, 0.2, -110), (30, 0.2, 130)]
    buds = list(curve[10:])
    for start, long, lift in twigs:
        x0, y0 = curve[start]
        twig = smooth(
            [
                (x0, y0),
                (x0 + flip * reach * long * 0.4, y0 + lift * 0.6),
                (x0 + flip * reach * long, y0 + lift),
            ]
        )
        canvas.line(twig, 13, mood.ink, taper=0.15)
        buds += twig[4:]
    for _ in range(30):
        bx, by = dice.choice(buds)
        _blossom(
            canvas, bx + dice.uniform(-16, 16), by + dice.uniform(-16, 16), dice.uniform(7, 17)
        )


def _blossom(canvas: Canvas, x: float, y: float, size: float) -> None:
    mood, turn = canvas.mood, canvas.random.uniform(0, 2)
    petal = mix(mood.accent, mood.paper, canvas.random.uniform(0.0, 0.3))
    if size < 10:
        canvas.ellipse(x, y, size * 0.8, fill=petal)
        return
    for index in range(5):
        angle = turn + index * 2 * math.pi / 5
        canvas.ellipse(
            x + size * 0.72 * math.cos(angle),
            y + size * 0.72 * math.sin(angle),
            size * 0.62,
            fill=petal,
        )
    canvas.ellipse(x, y, size * 0.34, fill=mood.gold)


def _pot(canvas: Canvas, x: float, base: float, flip: int) -> None:
    mood = canvas.mood
    clay = mix(mood.accent, mood.ink, 0.5)
    with canvas.layer(mood.ink, 0.4, blur=10) as pen:
        pen.ellipse(x, base + 4, 165, 16)
    ring = smooth(
        [
            (x + flip * 104, base - 130),
            (x + flip * 190, base - 150),
            (x + flip * 186, base - 60),
            (x + flip * 112, base - 42),
        ]
    )
    canvas.line(ring, 20, clay)
    spout = smooth(
        [(x - flip * 100, base - 60), (x - flip * 168, base - 96), (x - flip * 190, base - 166)]
    )
    canvas.line(spout, 40, clay, taper=0.4)
    body = smooth(
        [
            (x - 70, base - 168),
            (x - 132, base - 110),
            (x - 122, base - 34),
            (x - 64, base),
            (x + 64, base),
            (x + 122, base - 34),
            (x + 132, base - 110),
            (x + 70, base - 168),
        ]
    )
    canvas.polygon(body, clay)
    with canvas.layer(mix(clay, mood.gold, 0.5), 0.8, blur=10) as pen:
        pen.line(
            smooth([(x - 86, base - 66), (x - 90, base - 108), (x - 58, base - 140)]), 15, taper=0.3
        )
    with canvas.layer(mood.ink, 0.4) as pen:
        pen.polygon(
            smooth(
                [
                    (x - 92, base - 14),
                    (x - 64, base),
                    (x + 64, base),
                    (x + 122, base - 34),
                    (x + 128, base - 76),
                    (x + 92, base - 36),
                    (x + 20, base - 18),
                ]
            )
        )
    lid = smooth(
        [(x - 84, base - 164), (x - 50, base - 190), (x + 50, base - 190), (x + 84, base - 164)]
    )
    canvas.polygon(lid, mix(clay, mood.ink, 0.2))
    canvas.rect(x - 86, base - 168, x + 86, base - 160, mix(clay, mood.gold, 0.3), radius=4)
    canvas.ellipse(x, base - 196, 16, fill=clay)

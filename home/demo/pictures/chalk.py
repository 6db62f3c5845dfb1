"""A blackboard after a lesson, with small chalk figures of several subjects.

Each figure is drawn three times, once per chalk (`plain`, `warm`, `accent`), and draws only the
strokes of that chalk. `unit` is about half the figure's height.
"""

import math

from home.demo.pictures.canvas import Canvas, Colour, Pen, Point, mix, rgb, smooth


def _circle(pen: Pen, centre: Point, rx: float, ry: float, width: float = 6) -> None:
    steps = [a * math.pi / 40 for a in range(81)]
    pen.line([(centre[0] + rx * math.cos(a), centre[1] + ry * math.sin(a)) for a in steps], width)


def _arrow(pen: Pen, start: Point, end: Point) -> None:
    pen.line([start, end], 6)
    angle = math.atan2(end[1] - start[1], end[0] - start[0])
    for turn in (2.6, -2.6):
        tip = (end[0] + 26 * math.cos(angle + turn), end[1] + 26 * math.sin(angle + turn))
        pen.line([end, tip], 6)


def _dashes(pen: Pen, start: Point, end: Point, count: int = 10) -> None:
    for step in range(count):
        a, b = step / count, (step + 0.55) / count
        pen.line(
            [
                (start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t)
                for t in (a, b)
            ],
            5,
        )


def parabola(pen: Pen, centre: Point, unit: float, chalk: str) -> None:
    """Axes and a parabola with its vertex."""
    x, y = centre[0], centre[1] + unit * 0.55
    curve = [(x + unit * t / 20, y - unit * 1.25 * (1 - (t / 18) ** 2)) for t in range(-21, 22)]
    if chalk == "plain":
        _arrow(pen, (x - unit * 1.3, y), (x + unit * 1.35, y))
        _arrow(pen, (x - unit * 0.3, y + unit * 0.5), (x - unit * 0.3, y - unit * 1.6))
        for tick in range(-3, 6):
            pen.line(
                [(x + (tick * 0.27 - 0.3) * unit, y - 9), (x + (tick * 0.27 - 0.3) * unit, y + 9)],
                4,
            )
    elif chalk == "warm":
        pen.line(curve, 9)
    else:
        pen.ellipse(x, y - unit * 1.25, 12)
        _dashes(pen, (x, y - unit * 1.2), (x, y))
        _dashes(pen, (x, y - unit * 1.25), (x - unit * 0.3, y - unit * 1.25), 4)


def circle(pen: Pen, centre: Point, unit: float, chalk: str) -> None:
    """A circle with the right angle over its diameter."""
    x, y = centre
    apex = (x + unit * 0.42, y - unit * 0.84)
    if chalk == "plain":
        _circle(pen, centre, unit * 0.94, unit * 0.94)
        pen.line([(x - unit * 0.94, y), (x + unit * 0.94, y)], 6)
        pen.ellipse(x, y, 8)
    elif chalk == "warm":
        pen.line([(x - unit * 0.94, y), apex, (x + unit * 0.94, y)], 7)
    else:
        _dashes(pen, centre, apex, 8)
        pen.ellipse(*apex, 11)


def orbits(pen: Pen, centre: Point, unit: float, chalk: str) -> None:
    """The sun and some planets on their orbits."""
    x, y = centre
    rings = (0.42, 0.74, 1.06)
    if chalk == "plain":
        for ring in rings:
            _circle(pen, centre, unit * ring * 1.15, unit * ring * 0.72, 5)
        for ring, angle, size in zip(rings, (0.7, 3.6, 5.4), (10, 17, 24), strict=True):
            pen.ellipse(
                x + unit * ring * 1.15 * math.cos(angle),
                y + unit * ring * 0.72 * math.sin(angle),
                size,
            )
    elif chalk == "warm":
        pen.ellipse(x, y, unit * 0.15)
        for ray in range(12):
            angle = ray * math.pi / 6
            pen.line(
                [
                    (x + unit * 0.19 * math.cos(angle), y + unit * 0.19 * math.sin(angle)),
                    (x + unit * 0.26 * math.cos(angle), y + unit * 0.26 * math.sin(angle)),
                ],
                5,
            )
    else:
        angle = 5.4
        moon = (x + unit * 1.219 * math.cos(angle), y + unit * 0.763 * math.sin(angle))
        _circle(pen, moon, 46, 26, 4)


def leaf(pen: Pen, centre: Point, unit: float, chalk: str) -> None:
    """A sprouting bean with roots, as in a science lesson."""
    x, y = centre[0], centre[1] + unit * 0.25
    if chalk == "plain":
        pen.line([(x - unit * 1.1, y), (x + unit * 1.1, y)], 6)
        for end, bend in ((-0.62, -0.3), (-0.2, -0.1), (0.26, 0.16), (0.7, 0.3)):
            root = [(x, y), (x + unit * bend, y + unit * 0.34), (x + unit * end, y + unit * 0.72)]
            pen.line(smooth(root), 6)
        for row, share in enumerate((0.5, 0.36, 0.44)):
            level = y - unit * (1.0 - 0.16 * row)
            pen.line([(x + unit * 0.72, level), (x + unit * (0.72 + share), level)], 5)
    elif chalk == "warm":
        pen.line(smooth([(x, y), (x - unit * 0.06, y - unit * 0.5), (x, y - unit)]), 8)
        for way in (-1, 1):
            for low in (0.45, 0.95):
                base = (x, y - unit * low)
                tip = (x + way * unit * 0.56, y - unit * (low + 0.36))
                for bulge in (-0.17, 0.14):
                    middle = ((base[0] + tip[0]) / 2, (base[1] + tip[1]) / 2 + unit * bulge)
                    pen.line(smooth([base, middle, tip]), 6)
    else:
        _dashes(pen, (x + unit * 0.6, y - unit * 0.68), (x + unit * 0.3, y - unit * 0.62), 3)
        pen.ellipse(x, y + 4, unit * 0.07, unit * 0.05)


def verse(pen: Pen, centre: Point, unit: float, chalk: str) -> None:
    """Four columns of writing-like strokes, one word marked."""
    for column in range(4):
        x = centre[0] + unit * (0.9 - 0.6 * column)
        for row in range(5):
            y = centre[1] - unit * 0.86 + unit * 0.42 * row
            marked = (column, row) == (1, 2)
            if chalk == ("warm" if marked else "plain"):
                s, odd = unit * 0.13, (column * 3 + row * 5) % 4
                pen.line([(x - s, y - s * 0.7), (x + s, y - s * 0.8)], 6)
                if odd != 1:
                    pen.line([(x, y - s), (x - s * 0.1, y + s)], 6)
                if odd != 2:
                    pen.line(
                        smooth(
                            [(x - s * 0.2, y - s * 0.4), (x - s * 0.4, y + s * 0.4), (x - s, y + s)]
                        ),
                        6,
                    )
                pen.line(smooth([(x + s * 0.1, y), (x + s * 0.5, y + s * 0.6), (x + s, y + s)]), 6)
                if odd > 1:
                    pen.line([(x - s * 0.7, y), (x + s * 0.7, y - s * 0.1)], 6)
            if marked and chalk == "accent":
                _circle(pen, (x, y), unit * 0.24, unit * 0.22, 6)


def wave(pen: Pen, centre: Point, unit: float, chalk: str) -> None:
    """A sine wave beside the circle that makes it."""
    x, y = centre[0] - unit * 0.8, centre[1]
    if chalk == "plain":
        _arrow(pen, (x - unit * 0.55, y), (x + unit * 2.2, y))
        _circle(pen, (x, y), unit * 0.45, unit * 0.45)
    elif chalk == "warm":
        pen.line(
            [
                (x + unit * (0.6 + t * 0.0375), y - unit * 0.45 * math.sin(t * math.pi / 18))
                for t in range(40)
            ],
            9,
        )
    else:
        top = (x + unit * 0.32, y - unit * 0.318)
        pen.line([(x, y), top], 7)
        _dashes(pen, top, (x + unit * 0.77, y - unit * 0.318), 6)
        pen.ellipse(*top, 10)


FIGURES = (parabola, circle, orbits, leaf, verse, wave)


def blackboard(canvas: Canvas) -> None:
    """A blackboard after a good lesson: axes, a parabola, a circle, a little smudged."""
    mood, dice, w, h = canvas.mood, canvas.random, canvas.width, canvas.height
    wall = mix(mood.mist, mood.paper, 0.5)
    canvas.sky(wall, mix(wall, mood.wash, 0.25))
    left, top, right, bottom = 70.0, 66.0, w - 70.0, h - 170.0
    wood = mix(mood.gold, mood.ink, 0.42)
    with canvas.layer(mood.ink, 0.4, blur=16) as pen:
        pen.rect(left - 22, top - 4, right + 34, bottom + 50)
    canvas.rect(left - 26, top - 26, right + 26, bottom + 26, wood, radius=6)
    canvas.rect(left - 26, top - 26, right + 26, top - 18, mix(wood, mood.paper, 0.3), radius=4)
    board = mix(mix("#1f3d37", mood.ink, 0.45), mood.wash, 0.08)
    canvas.rect(left, top, right, bottom, board)
    smudge = canvas.clouds(190, 1.9)
    with canvas.layer(mix(board, mood.paper, 0.5), 0.36, texture=smudge) as pen:
        pen.rect(left, top, right, bottom)
    chalk = canvas.clouds(5, 2.6).point([min(255, 120 + v) for v in range(256)])
    wide, tall = right - left, bottom - top
    spots = [(left + wide * 0.27, top + tall * 0.5), (left + wide * 0.73, top + tall * 0.5)]
    if wide < 1000:
        spots = [(left + wide * 0.5, top + tall * 0.27), (left + wide * 0.5, top + tall * 0.73)]
    unit = min(wide * 0.19, tall * 0.36, 280) if wide >= 1000 else min(wide * 0.4, tall * 0.2)
    shades = {
        "plain": rgb(mood.paper),
        "warm": mix(mood.gold, mood.paper, 0.2),
        "accent": mix(mood.accent, mood.paper, 0.28),
    }
    for figure, centre in zip(dice.sample(FIGURES, 2), spots, strict=True):
        for name, colour in shades.items():
            with canvas.layer(colour, 1.0, texture=chalk) as pen:
                figure(pen, centre, unit, name)
    _tray(canvas, left, right, bottom, wood)


def _tray(canvas: Canvas, left: float, right: float, bottom: float, wood: Colour) -> None:
    mood, dice = canvas.mood, canvas.random
    canvas.rect(
        left - 40, bottom + 24, right + 40, bottom + 50, mix(wood, mood.ink, 0.25), radius=5
    )
    canvas.rect(
        left - 40, bottom + 24, right + 40, bottom + 32, mix(wood, mood.paper, 0.25), radius=4
    )
    x = left + (right - left) * 0.16
    for shade in (mood.paper, mood.gold, mood.accent, mood.paper):
        canvas.rect(
            x,
            bottom + 12,
            x + dice.uniform(36, 70),
            bottom + 25,
            mix(shade, mood.paper, 0.2),
            radius=6,
        )
        x += 88
    x = left + (right - left) * 0.76
    canvas.rect(x, bottom - 14, x + 150, bottom + 10, mix(mood.accent, mood.ink, 0.3), radius=6)
    canvas.rect(x, bottom + 8, x + 150, bottom + 25, mix(mood.paper, mood.ink, 0.3), radius=3)

"""Things that stand about in several scenes: books, cups, a vase, bamboo."""

import math
import random

from home.demo.pictures.canvas import Canvas, Colour, Pen, Point, mix, smooth


def book_colour(canvas: Canvas) -> Colour:
    """Pick a cloth colour for a book: mostly muted, now and then the accent."""
    mood, dice = canvas.mood, canvas.random
    roll = dice.random()
    if roll < 0.16:
        return mix(mood.accent, mood.ink, dice.uniform(0, 0.2))
    if roll < 0.32:
        return mix(mood.gold, mood.ink, dice.uniform(0.05, 0.25))
    if roll < 0.5:
        return mix(mood.paper, mood.wash, dice.uniform(0.05, 0.4))
    return mix(mood.wash, mood.ink, dice.uniform(0.05, 0.85))


def upright(
    canvas: Canvas, x: float, base: float, wide: float, tall: float, lean: float = 0.0
) -> None:
    """Draw one book standing on `base`, its spine towards us, leaning by `lean` units."""
    cloth = book_colour(canvas)
    light = mix(cloth, canvas.mood.paper, 0.6 if sum(cloth) < 330 else 0.35)
    band = light if sum(cloth) < 420 else mix(cloth, canvas.mood.ink, 0.5)

    def quad(low: float, high: float, start: float = 0.0, end: float = 1.0) -> list[Point]:
        a, b = lean * low, lean * high
        return [
            (x + wide * start + a, base - tall * low),
            (x + wide * end + a, base - tall * low),
            (x + wide * end + b, base - tall * high),
            (x + wide * start + b, base - tall * high),
        ]

    canvas.polygon(quad(0, 1), cloth)
    canvas.polygon(quad(0, 1, 0, 0.16), mix(cloth, canvas.mood.paper, 0.16))
    canvas.polygon(quad(0, 1, 0.84, 1), mix(cloth, canvas.mood.ink, 0.25))
    style = canvas.random.randrange(4)
    if style == 0:
        for low in (0.12, 0.84):
            canvas.polygon(quad(low, low + 0.02), band)
            canvas.polygon(quad(low + 0.035, low + 0.045), band)
    elif style == 1:
        canvas.polygon(quad(0.5, 0.86, 0.26, 0.74), light)
        canvas.polygon(quad(0.56, 0.8, 0.46, 0.54), mix(cloth, canvas.mood.ink, 0.4))
    elif style == 2:
        canvas.polygon(quad(0.62, 0.66, 0, 1), band)
        canvas.polygon(quad(0.36, 0.58, 0.45, 0.55), band)
    else:
        canvas.polygon(quad(0.72, 0.9, 0, 1), band)


def stack(canvas: Canvas, x: float, base: float, wide: float, count: int) -> float:
    """Pile `count` lying books; return the height of the pile's top edge."""
    dice, mood, y = canvas.random, canvas.mood, base
    for _ in range(count):
        thick, length = dice.uniform(24, 40), wide * dice.uniform(0.82, 1)
        left = x - length / 2 + dice.uniform(-14, 14)
        cloth = book_colour(canvas)
        canvas.rect(left, y - thick, left + length, y, cloth, radius=4)
        canvas.rect(
            left + length * 0.06,
            y - thick + 7,
            left + length - 4,
            y - 7,
            mix(mood.paper, mood.gold, 0.12),
        )
        for line in range(2):
            level = y - thick * (0.38 + 0.26 * line)
            canvas.rect(
                left + length * 0.06,
                level,
                left + length - 4,
                level + 1.5,
                mix(mood.paper, mood.ink, 0.22),
            )
        canvas.rect(left, y - thick, left + length * 0.1, y, cloth, radius=5)
        canvas.rect(left + 9, y - thick + 4, left + 13, y - 4, mix(cloth, mood.paper, 0.5))
        y -= thick
    return y


def steam(canvas: Canvas, x: float, y: float, tall: float) -> None:
    """Let two soft threads of steam rise from a cup."""
    for shift, share in ((-9, 1.0), (10, 0.72)):
        wave = [
            (x + shift + 13 * math.sin(step * 1.25 + shift), y - tall * share * step / 6)
            for step in range(7)
        ]
        with canvas.layer(canvas.mood.paper, 0.75, blur=4, fade=(y - tall, 0, y, 1)) as pen:
            pen.line(smooth(wave), 9, taper=0.2)


def cup(canvas: Canvas, x: float, base: float, size: float = 1.0) -> None:
    """Stand a tea cup with a coloured band on `base`."""
    mood = canvas.mood
    body = smooth(
        [
            (x - 46 * size, base - 76 * size),
            (x - 40 * size, base - 28 * size),
            (x - 20 * size, base - 4 * size),
            (x + 20 * size, base - 4 * size),
            (x + 40 * size, base - 28 * size),
            (x + 46 * size, base - 76 * size),
        ]
    )
    with canvas.layer(mood.ink, 0.3, blur=7) as pen:
        pen.ellipse(x + 12, base + 2, 58 * size, 9 * size)
    canvas.polygon(body, mood.paper)
    with canvas.layer(mood.wash, 0.55, blur=8) as pen:
        pen.polygon(
            [
                (x + 14 * size, base - 70 * size),
                (x + 42 * size, base - 70 * size),
                (x + 34 * size, base - 26 * size),
                (x + 10 * size, base - 10 * size),
            ]
        )
    canvas.ellipse(x, base - 76 * size, 46 * size, 9 * size, fill=mix(mood.paper, mood.ink, 0.1))
    canvas.ellipse(
        x, base - 75 * size, 39 * size, 6.5 * size, fill=mix(mood.accent, mood.gold, 0.5)
    )
    canvas.rect(x - 41 * size, base - 46 * size, x + 41 * size, base - 41 * size, mood.accent)
    canvas.rect(x - 22 * size, base - 8 * size, x + 22 * size, base, mix(mood.paper, mood.ink, 0.2))


def open_book(canvas: Canvas, x: float, base: float, size: float = 1.0) -> None:
    """Lay an open book on a table, seen from slightly above."""
    mood = canvas.mood
    with canvas.layer(mood.ink, 0.35, blur=9) as pen:
        pen.ellipse(x, base + 4, 190 * size, 14 * size)
    canvas.polygon(
        [
            (x - 178 * size, base - 44 * size),
            (x - 190 * size, base),
            (x + 190 * size, base),
            (x + 178 * size, base - 44 * size),
        ],
        mood.accent,
    )
    for way in (-1, 1):
        top = smooth(
            [
                (x, base - 46 * size),
                (x + way * 50 * size, base - 70 * size),
                (x + way * 120 * size, base - 62 * size),
                (x + way * 170 * size, base - 48 * size),
            ]
        )
        bottom = smooth(
            [
                (x + way * 182 * size, base - 10 * size),
                (x + way * 120 * size, base - 26 * size),
                (x + way * 50 * size, base - 32 * size),
                (x, base - 6 * size),
            ]
        )
        page = mood.paper if way > 0 else mix(mood.paper, mood.mist, 0.35)
        canvas.polygon([*top, *bottom], page)
        for row in range(5):
            y, slope = base - (58 - 7.2 * row) * size, 8 * size
            canvas.line(
                [
                    (x + way * 30 * size, y),
                    (x + way * (84 + row) * size, y - slope * 0.2),
                    (x + way * (146 - 18 * (row == 4)) * size, y + slope),
                ],
                2.2 * size,
                mix(page, mood.ink, 0.4),
            )
    canvas.line(
        [(x, base - 46 * size), (x, base - 6 * size)], 3 * size, mix(mood.paper, mood.ink, 0.4)
    )


def vase(canvas: Canvas, x: float, base: float, tall: float) -> None:
    """Stand a vase with a flowering branch on `base`."""
    mood, dice = canvas.mood, canvas.random
    branch = smooth([(x, base - 100), (x - 14, base - tall * 0.6), (x + 34, base - tall * 0.95)])
    canvas.line(branch, 6, mix(mood.wash, mood.paper, 0.3), taper=0.3)
    for px, py in branch[8::2]:
        dx, dy = dice.uniform(-20, 20), dice.uniform(-16, 16)
        canvas.ellipse(px + dx, py + dy, dice.uniform(6, 11), fill=mood.accent)
    body = smooth(
        [
            (x - 14, base - 124),
            (x - 16, base - 100),
            (x - 46, base - 60),
            (x - 26, base),
            (x + 26, base),
            (x + 46, base - 60),
            (x + 16, base - 100),
            (x + 14, base - 124),
        ]
    )
    canvas.polygon(body, mix(mood.paper, mood.wash, 0.2))
    canvas.polygon([p for p in body if p[0] > x + 4], mix(mood.paper, mood.wash, 0.5))


def bamboo(
    pen: Pen,
    x: float,
    base: float,
    tall: float,
    shade: Colour | int,
    thick: float,
    dice: random.Random,
) -> None:
    """Draw one stalk of bamboo with joints and drooping leaves."""
    lean, joints = dice.uniform(-0.08, 0.12), 9
    for joint in range(joints):
        low, high = base - tall * joint / joints, base - tall * (joint + 1) / joints + 5
        x0, x1 = x + lean * (base - low), x + lean * (base - high)
        pen.line([(x0, low), (x1, high)], thick, shade)
        if joint < 2 or dice.random() < 0.35:
            continue
        way = dice.choice((-1, 1))
        tip = (x1 + way * dice.uniform(40, 90), high + dice.uniform(-20, 30))
        pen.line([(x1, high), tip], max(2.0, thick / 5), shade)
        for _ in range(dice.randint(3, 5)):
            angle = math.radians(dice.uniform(15, 85))
            reach = dice.uniform(60, 118) * (0.5 + thick / 26)
            end = (tip[0] + way * reach * math.cos(angle), tip[1] + reach * math.sin(angle))
            bend = ((tip[0] + end[0]) / 2 + 8, (tip[1] + end[1]) / 2 - 12)
            leaf = smooth([tip, bend, end], steps=6)
            half = reach * 0.085
            upper = [
                (px, py - half * math.sin(math.pi * i / (len(leaf) - 1)))
                for i, (px, py) in enumerate(leaf)
            ]
            lower = [
                (px, py + half * math.sin(math.pi * i / (len(leaf) - 1)))
                for i, (px, py) in reversed(list(enumerate(leaf)))
            ]
            pen.polygon([*upper, *lower], shade)

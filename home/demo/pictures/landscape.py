"""Outdoor scenes: misty mountains and a school at dawn."""

import math
from itertools import pairwise

from home.demo.pictures.canvas import Canvas, Colour, Point, mix, smooth


def ridge(canvas: Canvas, base: float, height: float, rough: float) -> list[Point]:
    """Return a mountain line across the canvas by midpoint displacement."""
    dice = canvas.random
    line = [base - dice.uniform(0, height), base - dice.uniform(0.3, 1) * height]
    line.append(base - dice.uniform(0, height))
    spread = height * 0.55
    while len(line) < 257:
        grown = [line[0]]
        for left, right in pairwise(line):
            grown += [(left + right) / 2 + dice.uniform(-spread, spread), right]
        line, spread = grown, spread * rough
    step = canvas.width / (len(line) - 1)
    return [(index * step, y) for index, y in enumerate(line)]


def mountains(canvas: Canvas) -> None:
    """Ranges that fade into mist under a low sun, with water and a boat at times."""
    mood, dice, w, h = canvas.mood, canvas.random, canvas.width, canvas.height
    night = mood.ink == "#152029"
    if night:
        canvas.sky(mood.ink, mood.wash, mood.mist, mix(mood.mist, mood.paper, 0.5))
    else:
        canvas.sky(mix(mood.paper, mood.wash, 0.14), mood.paper, mood.mist, mood.mist)
    side = dice.choice((0.26, 0.36, 0.64, 0.74))
    sun_x, sun_y, radius = w * side, h * dice.uniform(0.22, 0.32), dice.uniform(62, 84)
    sun = mood.paper if night else mood.accent
    canvas.glow(sun_x, sun_y, radius * 6, mood.gold, 0.6 if not night else 0.4)
    canvas.ellipse(sun_x, sun_y, radius, fill=sun)
    with canvas.layer(mood.mist, 0.8, blur=16) as pen:
        for row in range(2):
            x, y = sun_x + dice.uniform(-160, 60), sun_y + radius * (0.35 + 0.4 * row)
            pen.rect(x, y, x + dice.uniform(160, 300), y + 13, radius=6)
    _birds(canvas, sun_x + (220 if side < 0.5 else -220), sun_y + dice.uniform(-30, 50))
    water = dice.random() < 0.5
    ground = h * (0.80 if water else 1.0)
    count = 6
    texture = canvas.clouds(260, 0.7).point([196 + v * 59 // 255 for v in range(256)])
    for index in range(count):
        near = index / (count - 1)
        base = h * 0.46 + (ground - h * 0.46) * near * 0.97
        line = ridge(canvas, base, h * (0.21 - 0.07 * near), 0.5 + 0.035 * near)
        top = min(y for _, y in line)
        shade = mood.tone(0.16 + 0.8 * near)
        if index == count - 1:
            line = _with_pines(canvas, line)
        foot = min(ground, base + h * 0.22)
        # An even coat first, so that the sun does not shine through the mountain.
        with canvas.layer(mood.mist, 1.0, fade=(top, 1.0, foot, 0.0)) as pen:
            pen.polygon([*line, (w, foot), (0, foot)])
        with canvas.layer(
            shade, 1.0, fade=(top, 1.0, foot, 0.12 + 0.5 * near), texture=texture
        ) as pen:
            pen.polygon([*line, (w, foot), (0, foot)])
        if index in (1, 3):
            _mist(canvas, base + h * 0.04)
    if water:
        _water(canvas, ground, sun_x)


def _with_pines(canvas: Canvas, line: list[Point]) -> list[Point]:
    dice, out, groves = canvas.random, [], []
    for _ in range(4):
        start = dice.randrange(10, 220)
        groves.append((start, start + dice.randrange(10, 34)))
    for index, (x, y) in enumerate(line):
        out.append((x, y))
        if any(a <= index <= b for a, b in groves) and dice.random() < 0.8:
            tall, half = dice.uniform(16, 46), dice.uniform(3.5, 6)
            out += [
                (x - half * 0.4, y - tall * 0.25),
                (x, y - tall),
                (x + half * 0.5, y - tall * 0.2),
            ]
    return out


def _mist(canvas: Canvas, y: float) -> None:
    dice = canvas.random
    with canvas.layer(mix(canvas.mood.mist, canvas.mood.paper, 0.55), 0.5, blur=34) as pen:
        for _ in range(4):
            x = dice.uniform(-0.1, 0.9) * canvas.width
            level = y + dice.uniform(-30, 40)
            pen.ellipse(x, level, dice.uniform(180, 420), dice.uniform(12, 30))


def _birds(canvas: Canvas, x: float, y: float) -> None:
    for _ in range(canvas.random.randint(3, 6)):
        bx, by = x + canvas.random.uniform(-90, 90), y + canvas.random.uniform(-50, 50)
        wing = canvas.random.uniform(8, 15)
        shade = canvas.mood.tone(0.75)
        for way in (-1, 1):
            curve = smooth(
                [
                    (bx, by),
                    (bx + way * wing * 0.5, by - wing * 0.42),
                    (bx + way * wing, by - wing * 0.2),
                ]
            )
            canvas.line(curve, 3.2, shade, taper=0.3)


def _water(canvas: Canvas, level: float, sun_x: float) -> None:
    mood, dice, w, h = canvas.mood, canvas.random, canvas.width, canvas.height
    with canvas.layer(mix(mood.mist, mood.paper, 0.3), 1.0) as pen:
        pen.rect(0, level, w, h)
    with canvas.layer(mood.wash, 0.55, fade=(level, 0.9, h, 0.1)) as pen:
        pen.rect(0, level, w, h)
    for _ in range(46):
        y = level + (h - level) * dice.random() ** 1.4
        scale = 0.3 + (y - level) / (h - level)
        x = dice.uniform(0, w)
        near_sun = abs(x - sun_x) < 110
        shade = mood.gold if near_sun and dice.random() < 0.8 else mix(mood.wash, mood.paper, 0.45)
        length = dice.uniform(40, 170) * scale
        canvas.rect(x - length, y, x + length, y + 2.4 * scale, shade, radius=1)
    x, y = w * dice.choice((0.3, 0.42, 0.6)), level + (h - level) * 0.46
    hull = smooth([(x - 86, y - 12), (x - 40, y + 6), (x + 40, y + 6), (x + 92, y - 16)])
    canvas.polygon([*hull, (x + 40, y + 12), (x - 40, y + 12)], mood.ink)
    canvas.polygon(
        smooth(
            [(x - 30, y + 2), (x - 22, y - 26), (x + 8, y - 32), (x + 32, y - 22), (x + 38, y + 2)]
        ),
        mood.tone(0.85),
    )
    canvas.line([(x - 56, y + 2), (x - 58, y - 40)], 7, mood.ink)
    canvas.ellipse(x - 58, y - 46, 7, fill=mood.ink)
    canvas.polygon([(x - 74, y - 49), (x - 58, y - 62), (x - 42, y - 49)], mood.accent)
    with canvas.layer(mood.ink, 0.28, blur=5) as pen:
        pen.rect(x - 70, y + 16, x + 70, y + 30, radius=6)


def school(canvas: Canvas) -> None:
    """A three-storey school behind trees in the first light."""
    mood, dice, w, h = canvas.mood, canvas.random, canvas.width, canvas.height
    canvas.sky(mix(mood.mist, mood.wash, 0.2), mood.mist, mood.paper, mood.paper)
    sun_x = w * dice.choice((0.16, 0.84))
    canvas.glow(sun_x, h * 0.4, 520, mood.gold, 0.7)
    canvas.ellipse(sun_x, h * 0.4, 66, fill=mood.accent)
    ground = h * 0.80
    for index in range(2):
        line = ridge(canvas, h * (0.6 + 0.08 * index), h * 0.13, 0.46)
        with canvas.layer(
            mood.tone(0.2 + 0.14 * index), 0.9, fade=(h * 0.42, 1, ground, 0.3)
        ) as pen:
            pen.polygon([*line, (w, ground), (0, ground)])
    _building(canvas, ground)
    lawn = [(0, ground), (w, ground), (w, h), (0, h)]
    canvas.polygon(lawn, mix(mood.wash, mood.gold, 0.3))
    with canvas.layer(mood.tone(0.75), 0.6, fade=(ground, 0.0, h, 1.0)) as pen:
        pen.polygon(lawn)
    middle = w / 2
    path = [(middle - 46, ground), (middle + 46, ground), (middle + 270, h), (middle - 270, h)]
    canvas.polygon(path, mix(mood.paper, mood.gold, 0.22))
    golden = dice.random() < 0.6
    for spot in (0.04, 0.13, 0.23, 0.33, 0.67, 0.77, 0.87, 0.97):
        size = dice.uniform(0.75, 0.95) + 0.4 * abs(spot - 0.5)
        x = w * spot + dice.uniform(-16, 16)
        leaf = mix(mood.wash, mood.ink, dice.uniform(0.2, 0.6))
        if golden and dice.random() < 0.6:
            leaf = mix(mood.gold, mood.accent, dice.uniform(0.0, 0.35))
        _tree(canvas, x, ground + 12 + 60 * (size - 0.75), size, leaf)
        _fallen(canvas, x, ground + 40 * size, size, leaf)
    for step in range(12):
        reach = step * w * 0.03
        for x in (reach, w - reach):
            canvas.ellipse(
                x + dice.uniform(-18, 18),
                h + 30,
                dice.uniform(46, 80),
                96 - step * 6,
                fill=mix(mood.wash, mood.ink, dice.uniform(0.45, 0.75)),
            )


def _fallen(canvas: Canvas, x: float, y: float, size: float, leaf: Colour) -> None:
    """Strew leaves around a tree's foot."""
    for _ in range(12):
        lx, ly = x + canvas.random.gauss(0, 70) * size, y + canvas.random.uniform(-8, 46)
        canvas.ellipse(lx, ly, 5 * size, 2.4 * size, fill=mix(leaf, canvas.mood.paper, 0.15))


def _building(canvas: Canvas, ground: float) -> None:
    mood, dice, w = canvas.mood, canvas.random, canvas.width
    wide = min(w * 0.6, 900)
    left, right = (w - wide) / 2, (w + wide) / 2
    floor, floors = 92, 3
    top = ground - floor * floors - 26
    wall = mix(mood.paper, mood.mist, 0.35)
    canvas.rect(left, top, right, ground, wall)
    with canvas.layer(mood.wash, 0.35, fade=(top, 0.1, ground, 0.7)) as pen:
        pen.rect(left, top, right, ground)
    canvas.rect(left - 14, top - 14, right + 14, top + 2, mood.ink)
    columns = round(wide / 74)
    step = wide / columns
    centre = {columns // 2, (columns - 1) // 2}
    for level in range(floors):
        y = top + 30 + level * floor
        canvas.rect(left, y + 66, right, y + 71, mix(wall, mood.ink, 0.22))
        for column in range(columns):
            if column in centre:
                continue
            x = left + column * step + step * 0.2
            lit = dice.random() < 0.22
            glass = mood.gold if lit else mix(mood.wash, mood.ink, dice.uniform(0.25, 0.55))
            canvas.rect(x, y, x + step * 0.6, y + 52, glass)
            canvas.rect(x + step * 0.29, y, x + step * 0.31 + 2, y + 52, wall)
            canvas.rect(x, y + 16, x + step * 0.6, y + 19, wall)
    _gatehouse(canvas, ground, top)


def _gatehouse(canvas: Canvas, ground: float, top: float) -> None:
    mood, middle = canvas.mood, canvas.width / 2
    brick = mix(mood.accent, mood.ink, 0.15)
    canvas.rect(middle - 88, top - 66, middle + 88, ground, brick)
    canvas.polygon(
        [
            (middle - 112, top - 62),
            (middle - 80, top - 104),
            (middle + 80, top - 104),
            (middle + 112, top - 62),
        ],
        mood.ink,
    )
    canvas.ellipse(middle, top + 2, 36, fill=mood.paper)
    canvas.ellipse(middle, top + 2, 29, fill=mix(mood.paper, mood.mist, 0.5))
    canvas.line([(middle, top + 2), (middle, top - 20)], 4, mood.ink)
    canvas.line([(middle, top + 2), (middle + 14, top + 10)], 4, mood.ink)
    glass = mix(mood.gold, mood.paper, 0.25)
    for level in range(2):
        y = top + 62 + level * 66
        for offset in (-52, 8):
            canvas.rect(middle + offset, y, middle + offset + 44, y + 44, glass, radius=3)
    canvas.rect(middle - 46, ground - 84, middle + 46, ground, mood.ink, radius=4)
    canvas.rect(middle - 40, ground - 78, middle - 3, ground, mood.gold)
    canvas.rect(middle + 3, ground - 78, middle + 40, ground, mix(mood.gold, mood.paper, 0.3))
    canvas.line([(middle, top - 104), (middle, top - 226)], 5, mood.ink)
    flag = smooth([(middle + 2, top - 224), (middle + 34, top - 230), (middle + 74, top - 220)])
    lower = [(x, y + 46) for x, y in reversed(flag)]
    canvas.polygon([*flag, *lower], mood.accent)


def _tree(canvas: Canvas, x: float, y: float, size: float, leaf: Colour) -> None:
    dice, mood = canvas.random, canvas.mood
    with canvas.layer(mood.ink, 0.32, blur=8) as pen:
        pen.ellipse(x - 20 * size, y + 4, 110 * size, 13 * size)
    bark = mix(mood.ink, mood.accent, 0.12)
    fork = (x + 3 * size, y - 96 * size)
    canvas.line(smooth([(x, y), (x - 3 * size, y - 50 * size), fork]), 21 * size, bark, taper=0.6)
    for way in (-1, 0.2, 1):
        end = (x + way * 58 * size, y - 190 * size)
        canvas.line(
            smooth([fork, (x + way * 22 * size, y - 140 * size), end]), 11 * size, bark, 0.3
        )
    radius = 100 * size
    for ring, shade in enumerate((mix(leaf, mood.ink, 0.3), leaf, mix(leaf, mood.paper, 0.25))):
        for _ in range((34, 30, 20)[ring]):
            angle = dice.uniform(0, 2 * math.pi)
            reach = radius * (0.86 - 0.16 * ring) * math.sqrt(dice.random())
            bx = x - 0.12 * ring * radius + reach * math.cos(angle)
            by = y - 208 * size - 0.13 * ring * radius + reach * math.sin(angle) * 0.95
            canvas.ellipse(
                bx, by, radius * dice.uniform(0.14, 0.26) * (1 - 0.25 * ring), fill=shade
            )

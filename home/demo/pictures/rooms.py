"""Indoor scenes around books: a desk by lamplight, a shelf, a window with bamboo."""

from PIL import Image, ImageFilter

from home.demo.pictures.canvas import Canvas, Pen, mix, smooth
from home.demo.pictures.props import bamboo, cup, open_book, stack, steam, upright, vase


def desk(canvas: Canvas) -> None:
    """A desk in the evening: lamp, books, a cup, the hills outside the window."""
    mood, dice, w, h = canvas.mood, canvas.random, canvas.width, canvas.height
    night = dice.random() < 0.6
    wall = mix(mood.wash, mood.ink, 0.62) if night else mix(mood.mist, mood.wash, 0.3)
    canvas.sky(mix(wall, mood.ink, 0.25), wall, mix(wall, mood.paper, 0.14))
    table = h * 0.78
    flip = dice.choice((-1, 1))
    middle = w / 2
    pane_x, pane_w = middle - flip * min(w * 0.2, 330), min(250, w * 0.21)
    _window(canvas, pane_x, h * 0.1, pane_w, table - h * 0.3, night)
    lamp_x = middle + flip * min(w * 0.25, 400)
    shade_y = table - 350
    for radius, power in ((820, 0.34), (480, 0.5)):
        canvas.glow(lamp_x, shade_y + 110, radius, mood.gold, power)
    wood = mix(mood.accent, mood.ink, 0.66)
    canvas.rect(-5, table, w + 5, h + 5, wood)
    with canvas.layer(mood.gold, 0.42, blur=40) as pen:
        pen.ellipse(lamp_x, table + 40, 380, 60)
    with canvas.layer(mood.ink, 0.55, fade=(table, 0.0, h, 1.0)) as pen:
        pen.rect(0, table, w, h)
    canvas.rect(-5, table, w + 5, table + 7, mix(wood, mood.gold, 0.35))
    for _ in range(7):
        y = table + dice.uniform(30, h - table)
        x = dice.uniform(0, w)
        canvas.line(
            smooth([(x, y), (x + 140, y - 4), (x + 330, y + 3)]),
            2.4,
            mix(wood, mood.ink, 0.35),
            taper=0.2,
        )
    pile = middle + flip * min(w * 0.40, 640)
    top = stack(canvas, pile, table + 8, 230, dice.randint(3, 5))
    if dice.random() < 0.6:
        _plant(canvas, pile, top)
    _lamp(canvas, lamp_x, table + 10, shade_y, flip)
    open_book(canvas, middle - flip * 40, table + 74, 1.12)
    cup(canvas, middle - flip * min(330, w * 0.34), table + 52, 0.95)
    steam(canvas, middle - flip * min(330, w * 0.34), table - 30, 120)
    x = middle - flip * min(w * 0.36, 560)
    for index in range(dice.randint(3, 5)):
        wide = dice.uniform(30, 52)
        upright(canvas, x, table + 8, wide, dice.uniform(180, 260), 0 if index else -flip * 8)
        x -= flip * (wide + 3) if flip > 0 else -(wide + 3)


def _window(canvas: Canvas, x: float, y: float, half: float, tall: float, night: bool) -> None:
    mood, dice = canvas.mood, canvas.random
    frame = mix(mood.accent, mood.ink, 0.78)
    canvas.rect(x - half - 16, y - 16, x + half + 16, y + tall + 16, frame, radius=3)
    sky = mix(mood.ink, mood.wash, 0.55) if night else mix(mood.paper, mood.mist, 0.4)
    canvas.rect(x - half, y, x + half, y + tall, sky)
    with canvas.layer(mix(mood.gold, mood.paper, 0.3), 0.5, fade=(y, 0.0, y + tall, 1.0)) as pen:
        pen.rect(x - half, y, x + half, y + tall)
    moon = x + half * dice.uniform(-0.5, 0.5), y + tall * 0.3
    canvas.ellipse(*moon, 34, fill=mood.paper if night else mood.accent)
    for index, depth in enumerate((0.62, 0.8, 1.0) if night else (0.35, 0.6, 0.85)):
        base = y + tall * (0.66 + 0.12 * index)
        hills = [(x - half, base)]
        hills += [(x - half + half * 2 * i / 5, base - dice.uniform(0, 60)) for i in range(1, 5)]
        hills = smooth([*hills, (x + half, base - 20)])
        canvas.polygon([*hills, (x + half, y + tall), (x - half, y + tall)], mood.tone(depth))
    canvas.rect(x - 5, y, x + 5, y + tall, frame)
    canvas.rect(x - half, y + tall * 0.46, x + half, y + tall * 0.46 + 9, frame)
    canvas.rect(
        x - half - 34, y + tall + 14, x + half + 34, y + tall + 34, mix(frame, mood.gold, 0.2)
    )


def _lamp(canvas: Canvas, x: float, base: float, shade_y: float, flip: int) -> None:
    mood = canvas.mood
    with canvas.layer(mood.gold, 0.34, blur=14, fade=(shade_y + 90, 1.0, base, 0.15)) as pen:
        pen.polygon(
            [(x - 120, shade_y + 100), (x + 120, shade_y + 100), (x + 330, base), (x - 330, base)]
        )
    canvas.rect(x - 8, shade_y + 80, x + 8, base - 8, mood.ink)
    canvas.rect(x - 74, base - 20, x + 74, base, mood.ink, radius=9)
    shade = [
        (x - 76, shade_y),
        (x + 76, shade_y),
        (x + 140, shade_y + 108),
        (x - 140, shade_y + 108),
    ]
    canvas.polygon(shade, mood.accent)
    with canvas.layer(mood.gold, 0.6, blur=16) as pen:
        pen.polygon(
            [
                (x - 60, shade_y + 40),
                (x + 60, shade_y + 40),
                (x + 110, shade_y + 106),
                (x - 110, shade_y + 106),
            ]
        )
    canvas.rect(x - 140, shade_y + 103, x + 140, shade_y + 111, mix(mood.gold, mood.paper, 0.5))


def _plant(canvas: Canvas, x: float, base: float) -> None:
    mood, dice = canvas.mood, canvas.random
    for way in (-1, 1, -1, 1, -1, 1):
        reach, tall = way * dice.uniform(26, 96), dice.uniform(90, 170)
        blade = smooth(
            [
                (x, base - 50),
                (x + reach * 0.35, base - 50 - tall),
                (x + reach, base - 36 - tall * dice.uniform(0.45, 0.9)),
            ]
        )
        canvas.line(blade, 11, mix(mood.wash, mood.ink, dice.uniform(0.1, 0.6)), taper=0.1)
    canvas.polygon(
        [(x - 46, base - 62), (x + 46, base - 62), (x + 32, base), (x - 32, base)],
        mix(mood.paper, mood.gold, 0.3),
    )
    canvas.rect(x - 50, base - 68, x + 50, base - 56, mix(mood.paper, mood.gold, 0.1), radius=3)


def shelf(canvas: Canvas) -> None:
    """A wall of books in even wooden cells, with a vase and a small picture."""
    mood, dice, w, h = canvas.mood, canvas.random, canvas.width, canvas.height
    back = mix(mood.ink, mood.wash, 0.12)
    canvas.sky(mix(back, mood.wash, 0.2), back)
    wood = mix(mood.gold, mood.accent, 0.35)
    wood = mix(wood, mood.ink, 0.45)
    rows = 3 if w > h * 0.9 else 4
    columns = max(2, round(w / 540))
    cell_w, cell_h = w / columns, h / rows
    for row in range(rows):
        base = (row + 1) * cell_h - 16
        for column in range(columns):
            left, right = column * cell_w + 16, (column + 1) * cell_w - 16
            with canvas.layer(
                mood.ink, 0.8, fade=(base - cell_h, 1.0, base - cell_h * 0.5, 0)
            ) as pen:
                pen.rect(left - 16, base - cell_h, right + 16, base)
            _fill_cell(canvas, left, right, base, cell_h - 46)
    for row in range(rows + 1):
        y = row * cell_h
        canvas.rect(-5, y - 16, w + 5, y + 16, wood)
        canvas.rect(-5, y - 16, w + 5, y - 10, mix(wood, mood.gold, 0.4))
        with canvas.layer(mood.ink, 0.5, blur=8) as pen:
            pen.rect(0, y + 16, w, y + 30)
    for column in range(columns + 1):
        x = column * cell_w
        canvas.rect(x - 13, -5, x + 13, h + 5, mix(wood, mood.ink, 0.12))
        canvas.rect(x - 13, -5, x - 8, h + 5, mix(wood, mood.gold, 0.25))
    canvas.glow(w * dice.choice((0.2, 0.75)), h * 0.2, 900, mood.gold, 0.35)


def _fill_cell(canvas: Canvas, left: float, right: float, base: float, tall: float) -> None:
    dice, x = canvas.random, left
    ornament = dice.random() < 0.55
    end = right - (150 if ornament else 0)
    while True:
        wide = dice.uniform(24, 60)
        if x + wide > end:
            break
        upright(canvas, x, base, wide, tall * dice.uniform(0.66, 0.97))
        x += wide + 1.5
        if dice.random() < 0.08 and x + 120 < end:
            upright(canvas, x + 8, base, 34, tall * 0.8, lean=46)
            x += 92
    if ornament:
        middle = (x + right) / 2 + 4
        if dice.random() < 0.5:
            vase(canvas, middle, base, tall)
        else:
            top = stack(canvas, middle, base, 124, dice.randint(2, 4))
            cup(canvas, middle, top, 0.72)


def window(canvas: Canvas) -> None:
    """A paper wall with a lattice window's light and the shadows of bamboo."""
    mood, dice, w, h = canvas.mood, canvas.random, canvas.width, canvas.height
    wall = mix(mood.paper, mood.mist, 0.55)
    canvas.sky(mix(wall, mood.wash, 0.3), wall, mix(wall, mood.wash, 0.18))
    radius = min(w, h) * 0.37
    x, y = w * (0.5 if w < 1300 else dice.choice((0.36, 0.64))), h * 0.44
    frame = mix(mood.accent, mood.ink, 0.72)
    with canvas.layer(mood.ink, 0.35, blur=22) as pen:
        pen.ellipse(x + 16, y + 26, radius + 26)
    canvas.ellipse(x, y, radius + 26, fill=frame)
    canvas.ellipse(x, y, radius + 17, fill=mix(frame, mood.gold, 0.3))
    canvas.ellipse(x, y, radius + 12, fill=frame)
    canvas.ellipse(x, y, radius, fill=mix(mood.paper, mood.gold, 0.16))
    _garden(canvas, x, y, radius)
    canvas.glow(w - x, h * 0.2, 700, mood.gold, 0.32)
    if w >= 1300:
        _cast_light(canvas, x + (radius + 330) * (1 if x < w / 2 else -1), h)
    sill = h * 0.87
    wood = mix(mood.accent, mood.ink, 0.62)
    canvas.rect(-5, sill, w + 5, h + 5, wood)
    canvas.rect(-5, sill, w + 5, sill + 7, mix(wood, mood.gold, 0.4))
    with canvas.layer(mood.ink, 0.5, fade=(sill, 0.0, h, 1.0)) as pen:
        pen.rect(0, sill, w, h)
    if w >= 1300:
        stack(canvas, w - x, sill + 30, 240, dice.randint(2, 4))
        cup(canvas, w - x + (220 if x > w / 2 else -220), sill + 40)
        steam(canvas, w - x + (220 if x > w / 2 else -220), sill - 40, 130)
    else:
        cup(canvas, w * 0.72, sill + 40)


def _garden(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """Bamboo and a pale sun inside the round window: drawn apart, kept by a round mask."""
    mood, dice = canvas.mood, canvas.random
    before = canvas.image.copy()
    canvas.ellipse(x + radius * 0.3, y - radius * 0.3, radius * 0.26, fill=mood.accent)
    hills = smooth(
        [
            (x - radius, y + 150),
            (x - radius * 0.4, y + 60),
            (x + 20, y + 140),
            (x + radius * 0.6, y + 80),
            (x + radius, y + 150),
        ]
    )
    with canvas.layer(mood.wash, 0.6, fade=(y + 40, 1.0, y + radius, 0.2)) as pen:
        pen.polygon([*hills, (x + radius, y + radius), (x - radius, y + radius)])
    for depth, count in ((0.25, 4), (0.55, 3), (0.85, 3)):
        for _ in range(count):
            start = x + dice.uniform(-0.85, 0.75) * radius
            bamboo(
                canvas, start, y + radius + 20, radius * 2.3, mood.tone(depth), 6 + 12 * depth, dice
            )
    round_mask = Image.new("L", canvas.image.size, 0)
    Pen(round_mask, canvas.per_unit).ellipse(x, y, radius)
    before.paste(canvas.image, mask=round_mask)
    canvas.image.paste(before)


def _cast_light(canvas: Canvas, x: float, h: float) -> None:
    """Window light on the wall with the soft shadow of leaves in it."""
    mood, dice = canvas.mood, canvas.random
    wide, top, tall, slant = 300, h * 0.14, h * 0.5, 90
    light = Image.new("L", (canvas.image.width // 4, canvas.image.height // 4), 0)
    pen = Pen(light, canvas.per_unit / 4)
    for column in range(3):
        for row in range(3):
            x0 = x - wide / 2 - slant / 2 + column * wide / 3 + 6
            y0 = top + row * tall / 3 + 6
            x1, y1 = x0 + wide / 3 - 12, y0 + tall / 3 - 12
            skew = [slant * (1 - (y - top) / tall) for y in (y0, y1)]
            pen.polygon(
                [(x0 + skew[0], y0), (x1 + skew[0], y0), (x1 + skew[1], y1), (x0 + skew[1], y1)]
            )
    light = light.filter(ImageFilter.GaussianBlur(2)).resize(canvas.image.size)
    with canvas.layer(mix(mood.paper, mood.gold, 0.14), 1.0, texture=light) as pen:
        pen.rect(0, 0, canvas.width, h)
    with canvas.layer(mix(mood.wash, mood.mist, 0.2), 0.8, blur=4, texture=light) as pen:
        for shift in (-70, 40, 90):
            bamboo(pen, x + shift, h * 0.74, h * 0.72, 255, 12, dice)

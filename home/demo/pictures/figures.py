"""Silhouettes of invented people."""

import math
from collections.abc import Sequence

from home.demo.pictures.canvas import Canvas, Colour, Point, mix, rgb, smooth
from home.demo.pictures.props import bamboo

HAIR = ("short", "bob", "bun", "tail", "crop")


def portrait(canvas: Canvas) -> None:
    """Head and shoulders without a face, before a disc: clearly nobody in particular."""
    mood, dice, w, h = canvas.mood, canvas.random, canvas.width, canvas.height
    wall = mix(mood.mist, mood.paper, dice.uniform(0.2, 0.6))
    canvas.sky(mix(wall, mood.paper, 0.4), wall, mix(wall, mood.wash, 0.3))
    with canvas.layer(mood.wash, 0.3, texture=canvas.clouds(220, 1.8)) as pen:
        pen.rect(0, 0, w, h)
    x, size = w / 2, min(w, h) / 1000
    y = h - 470 * size
    warm = mix(mood.accent, mood.gold, dice.choice((0.0, 0.55, 1.0)))
    warm = mix(warm, wall, 0.12)
    canvas.ellipse(x + 60 * size, y - 90 * size, 350 * size, fill=warm)
    with canvas.layer(wall, 0.75, blur=20, fade=(y - 80, 0.0, y + 260, 1.0)) as pen:
        pen.ellipse(x + 60 * size, y - 90 * size, 360 * size)
    with canvas.layer(mood.wash, 0.8) as pen:
        for side in (-1, 1):
            spot = x + side * min(w * 0.42, 640) + dice.uniform(-20, 20)
            bamboo(pen, spot, h + 20, h * 1.15, 255, 13, dice)
    ink = mix(mood.ink, mood.wash, dice.uniform(0.0, 0.12))
    style = dice.choice(HAIR)
    rim = mix(mood.gold, mood.paper, 0.45)
    # The same figure a little to the right in the sun's colour makes a lit edge.
    for shift, tones in (
        (9 * size, (rim,) * 3),
        (0.0, (mix(ink, mood.wash, 0.32), ink, mix(mix(ink, mood.wash, 0.5), mood.accent, 0.1))),
    ):
        coat, hair, skin = tones
        figure = Figure(canvas, x + shift, y, size)
        figure.shape(SHOULDERS, coat)
        figure.shape(NECK, mix(skin, ink, 0.3) if shift == 0 else skin)
        if style in HAIR_BEHIND:
            figure.shape(HAIR_BEHIND[style], hair, closed=True)
        if style == "bun":
            canvas.ellipse(x + shift + 34 * size, y - 226 * size, 70 * size, 62 * size, fill=hair)
        figure.shape(HEAD, skin, closed=True)
        figure.shape(
            HAIR_FRONT["crop" if style == "crop" else "bob" if style == "bob" else "parted"],
            hair,
            closed=True,
        )
    for side in (-1, 1):
        lapel = [(side * 60, 190), (side * 150, 232), (side * 120, 400), (side * 16, 520), (0, 520)]
        canvas.polygon(figure.at(lapel), mix(ink, mood.wash, 0.16 if side > 0 else 0.24))
    if dice.random() < 0.45:
        _glasses(figure, mix(mood.paper, mood.gold, 0.3))
    _scarf(figure)


class Figure:
    """Where the silhouette stands: turns its own coordinates into units."""

    def __init__(self, canvas: Canvas, x: float, y: float, size: float) -> None:
        self.canvas, self.x, self.y, self.size = canvas, x, y, size

    def at(self, points: Sequence[Point]) -> list[Point]:
        return [(self.x + a * self.size, self.y + b * self.size) for a, b in points]

    def shape(self, points: Sequence[Point], colour: Colour, closed: bool = False) -> None:
        self.canvas.polygon(smooth(self.at(points), closed=closed), colour)

    def stroke(
        self, points: Sequence[Point], width: float, colour: Colour, taper: float = 1.0
    ) -> None:
        self.canvas.line(smooth(self.at(points)), width * self.size, colour, taper)


SHOULDERS = [
    (-460, 540),
    (-420, 360),
    (-330, 270),
    (-170, 214),
    (-70, 170),
    (70, 170),
    (170, 214),
    (330, 270),
    (420, 360),
    (460, 540),
]
NECK = [(-62, 60), (-60, 200), (60, 200), (62, 60)]
HEAD = [
    (0, -172),
    (94, -140),
    (128, -40),
    (116, 56),
    (62, 130),
    (8, 154),
    (-50, 136),
    (-112, 60),
    (-128, -40),
    (-94, -140),
]
HAIR_BEHIND: dict[str, list[Point]] = {
    "bob": [(0, -208), (112, -172), (146, -70), (150, 40), (142, 118), (104, 132), (-104, 132),
            (-142, 118), (-150, 40), (-146, -70), (-112, -172)],
    "tail": [(-60, -200), (90, -196), (168, -120), (214, 20), (232, 180), (204, 290), (176, 160),
             (130, 20)],
}  # fmt: skip
HAIR_FRONT: dict[str, list[Point]] = {
    "crop": [(-134, -10), (-150, -130), (-90, -206), (10, -222), (104, -196), (150, -120),
             (134, -10), (116, -84), (60, -118), (-30, -110), (-100, -96)],
    "bob": [(-142, 40), (-150, -110), (-92, -198), (0, -216), (94, -196), (150, -110), (142, 40),
            (110, -52), (96, -76), (0, -70), (-96, -76), (-110, -52)],
    "parted": [(-136, 10), (-156, -110), (-96, -202), (0, -222), (100, -198), (156, -110),
               (136, 10), (112, -64), (40, -116), (-50, -150), (-92, -100), (-112, -56)],
}  # fmt: skip


def _glasses(figure: Figure, colour: Colour) -> None:
    for side in (-1, 1):
        ring = [
            (side * 58 + 42 * math.cos(a * math.pi / 16), -6 + 34 * math.sin(a * math.pi / 16))
            for a in range(33)
        ]
        figure.stroke(ring, 5, colour)
        figure.stroke([(side * 98, -10), (side * 124, -16)], 5, colour)
    figure.stroke([(-18, -8), (0, -16), (18, -8)], 5, colour)


def _scarf(figure: Figure) -> None:
    mood, dice = figure.canvas.mood, figure.canvas.random
    cloth = dice.choice(
        (rgb(mood.accent), rgb(mood.accent), rgb(mood.gold), mix(mood.wash, mood.paper, 0.45))
    )
    fold, light = mix(cloth, mood.ink, 0.3), mix(cloth, mood.paper, 0.25)
    figure.shape([(30, 230), (112, 236), (160, 400), (176, 640), (70, 640), (40, 420)], fold, True)
    figure.shape([(-10, 240), (82, 240), (96, 430), (88, 640), (-36, 640), (-24, 420)], cloth, True)
    figure.stroke([(30, 300), (42, 440), (34, 620)], 9, fold, 0.4)
    figure.stroke([(64, 320), (72, 450), (66, 600)], 6, light, 0.3)
    wrap = [
        (-176, 214),
        (-128, 140),
        (-58, 170),
        (0, 182),
        (58, 170),
        (128, 140),
        (176, 214),
        (120, 286),
        (20, 318),
        (-90, 294),
    ]
    figure.shape(wrap, cloth, closed=True)
    for lift, colour, width in ((0, fold, 12), (34, light, 8), (62, fold, 10)):
        band = [
            (-150 + lift * 0.3, 196 + lift),
            (-60, 224 + lift * 0.9),
            (30, 228 + lift * 0.9),
            (148 - lift * 0.4, 186 + lift),
        ]
        figure.stroke(band, width, colour, 0.25)

"""Drawing surface for the demo pictures: unit coordinates, soft layers, ink and paper.

A canvas is measured in units: its shorter side is always 1000 units, so that one scene fits
landscape, portrait and square formats. Everything random comes from one seeded generator
(`Image.effect_noise` cannot be seeded), hence the same seed gives the same picture.
"""

import math
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

SUPERSAMPLING = 2

Colour = tuple[int, int, int]
Point = tuple[float, float]


def rgb(value: str | Colour) -> Colour:
    """Return the colour of a hex string; tuples pass through."""
    return ImageColor.getrgb(value)[:3] if isinstance(value, str) else value


def mix(first: str | Colour, second: str | Colour, share: float) -> Colour:
    """Blend two colours; `share` 0 gives the first, 1 the second."""
    red, green, blue = (
        round(a + (b - a) * share) for a, b in zip(rgb(first), rgb(second), strict=True)
    )
    return red, green, blue


@dataclass(frozen=True)
class Mood:
    """A light of the day: six colours from paper to ink, with one warm accent."""

    paper: str
    mist: str
    wash: str
    ink: str
    accent: str
    gold: str

    def tone(self, depth: float) -> Colour:
        """Return the tone between mist (0), wash (0.5) and ink (1)."""
        if depth < 0.5:
            return mix(self.mist, self.wash, depth * 2)
        return mix(self.wash, self.ink, depth * 2 - 1)


MOODS = {
    "dawn": Mood("#f7ecda", "#efd6bb", "#98a297", "#25363b", "#c8472e", "#e5b061"),
    "morning": Mood("#f3f0e2", "#d5dfd1", "#7f9c93", "#1d3b3b", "#c9492f", "#dfb768"),
    "dusk": Mood("#f6e4d2", "#e2bfae", "#8c8594", "#2b2e45", "#cf4f2e", "#f0b868"),
    "plain": Mood("#f7f1e4", "#e6ddca", "#9b9d92", "#2c3032", "#bf3f2b", "#dcb26c"),
    "night": Mood("#ece2cb", "#5b7280", "#32495a", "#152029", "#d5573a", "#f3c476"),
}


class Pen:
    """Draws plain shapes, given in units, on one image."""

    def __init__(self, image: Image.Image, per_unit: float) -> None:
        self.image = image
        self.per_unit = per_unit
        self._draw = ImageDraw.Draw(image)

    def _scale(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.per_unit, y * self.per_unit) for x, y in points]

    def _fill(self, fill: str | Colour | int) -> Colour | int:
        return fill if isinstance(fill, int) else rgb(fill)

    def polygon(self, points: Sequence[Point], fill: str | Colour | int = 255) -> None:
        self._draw.polygon(self._scale(points), fill=self._fill(fill))

    def ellipse(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float | None = None,
        fill: str | Colour | int = 255,
    ) -> None:
        ry = rx if ry is None else ry
        box = self._scale([(x - rx, y - ry), (x + rx, y + ry)])
        self._draw.ellipse([*box[0], *box[1]], fill=self._fill(fill))

    def rect(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        fill: str | Colour | int = 255,
        radius: float = 0,
    ) -> None:
        box = self._scale([(x0, y0), (x1, y1)])
        self._draw.rounded_rectangle(
            [*box[0], *box[1]], radius * self.per_unit, fill=self._fill(fill)
        )

    def line(
        self,
        points: Sequence[Point],
        width: float,
        fill: str | Colour | int = 255,
        taper: float = 1.0,
    ) -> None:
        """Draw a brush line with round ends; `taper` is the share of width left at its end."""
        if taper == 1.0 or len(points) < 3:
            scaled = self._scale(points)
            pixels = max(1, round(width * self.per_unit))
            self._draw.line(scaled, fill=self._fill(fill), width=pixels, joint="curve")
            for x, y in (points[0], points[-1]):
                self.ellipse(x, y, width / 2, fill=fill)
            return
        left, right = [], []
        for index, (x, y) in enumerate(points):
            before, after = points[max(0, index - 1)], points[min(len(points) - 1, index + 1)]
            angle = math.atan2(after[1] - before[1], after[0] - before[0]) + math.pi / 2
            half = width / 2 * (1 - (1 - taper) * index / (len(points) - 1))
            left.append((x + half * math.cos(angle), y + half * math.sin(angle)))
            right.append((x - half * math.cos(angle), y - half * math.sin(angle)))
        self.polygon([*left, *reversed(right)], fill)
        self.ellipse(*points[0], width / 2, fill=fill)


class Canvas(Pen):
    """The picture under way, at twice its final size."""

    def __init__(self, size: tuple[int, int], seed: int, moods: Sequence[str]) -> None:
        self.size = size
        self.random = random.Random(seed)
        self.mood = MOODS[moods[seed % len(moods)]]
        pixels = (size[0] * SUPERSAMPLING, size[1] * SUPERSAMPLING)
        per_unit = min(pixels) / 1000
        super().__init__(Image.new("RGB", pixels, rgb(self.mood.paper)), per_unit)
        self.width = pixels[0] / per_unit
        self.height = pixels[1] / per_unit

    def sky(self, *colours: str | Colour) -> None:
        """Cover everything with a vertical gradient of evenly spaced colours."""
        column = Image.new("RGB", (1, len(colours)))
        column.putdata([rgb(colour) for colour in colours])
        # Bilinear resizing holds the outer half pixels flat, which suits a sky.
        tall = column.resize((1, self.image.height), Image.Resampling.BILINEAR)
        self.image.paste(tall.resize(self.image.size, Image.Resampling.NEAREST))

    def clouds(self, cell: float, contrast: float = 1.0) -> Image.Image:
        """Return smooth seeded noise of the canvas size; `cell` is its grain in units."""
        total = Image.new("L", (self.image.width // 4, self.image.height // 4), 128)
        for octave in range(3):
            columns = max(2, round(self.width / cell * 2**octave))
            rows = max(2, round(self.height / cell * 2**octave))
            layer = Image.frombytes("L", (columns, rows), self.random.randbytes(columns * rows))
            layer = layer.resize(total.size, Image.Resampling.BICUBIC)
            total = Image.blend(total, layer, 1.0 if octave == 0 else 0.5 / (octave + 1))
        curve = [max(0, min(255, round(128 + (v - 128) * contrast))) for v in range(256)]
        return total.point(curve).resize(self.image.size, Image.Resampling.BILINEAR)

    @contextmanager
    def layer(
        self,
        colour: str | Colour,
        opacity: float = 1.0,
        blur: float = 0.0,
        fade: tuple[float, float, float, float] | None = None,
        texture: Image.Image | None = None,
    ) -> Iterator[Pen]:
        """Draw a mask with the yielded pen, then lay `colour` through it.

        `blur` in units softens it; `fade` is (y0, share at y0, y1, share at y1) of opacity;
        `texture` is a grey image of the canvas size that thins the colour.
        """
        divisor = 4 if blur else 1
        size = (-(-self.image.width // divisor), -(-self.image.height // divisor))
        mask = Image.new("L", size, 0)
        yield Pen(mask, self.per_unit / divisor)
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * self.per_unit / divisor))
        box = mask.getbbox()
        if box is None:
            return
        mask = mask.crop(box)
        if blur:
            # Only what was touched is brought to full size.
            box = (box[0] * divisor, box[1] * divisor, box[2] * divisor, box[3] * divisor)
            mask = mask.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.BILINEAR)
        if opacity < 1:
            mask = mask.point([round(v * opacity) for v in range(256)])
        if fade is not None:
            mask = ImageChops.multiply(mask, self._ramp(fade, box))
        if texture is not None:
            mask = ImageChops.multiply(mask, texture.crop(box))
        self.image.paste(rgb(colour), box, mask)

    def _ramp(
        self, fade: tuple[float, float, float, float], box: tuple[int, int, int, int]
    ) -> Image.Image:
        y0, start, y1, end = fade
        column = []
        for y in range(box[1], box[3]):
            share = (y / self.per_unit - y0) / (y1 - y0)
            share = max(0.0, min(1.0, share))
            column.append(round(255 * (start + (end - start) * share)))
        ramp = Image.new("L", (1, len(column)))
        ramp.putdata(column)
        return ramp.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.NEAREST)

    def glow(self, x: float, y: float, radius: float, colour: str | Colour, power: float) -> None:
        """Lay a soft round light around (x, y)."""
        size = max(2, round(2 * radius * self.per_unit))
        # Pillow's radial gradient is 0 in the middle and reaches 255 at the side's half.
        disc = Image.radial_gradient("L").point(
            [round(255 * power * max(0.0, 1 - v / 180) ** 2) for v in range(256)]
        )
        disc = disc.resize((size, size), Image.Resampling.BILINEAR)
        corner = (round((x - radius) * self.per_unit), round((y - radius) * self.per_unit))
        self.image.paste(rgb(colour), (*corner, corner[0] + size, corner[1] + size), disc)

    def finish(self) -> Image.Image:
        """Return the picture at its final size, with the grain of paper and darker edges."""
        picture = self.image.reduce(SUPERSAMPLING)
        width, height = picture.size
        grain = Image.frombytes("L", (width, height), self.random.randbytes(width * height))
        grain = grain.filter(ImageFilter.BoxBlur(1)).point(
            [104 + v * 48 // 255 for v in range(256)]
        )
        fibre_size = (max(2, width // 3), max(2, height // 2))
        fibre = Image.frombytes("L", fibre_size, self.random.randbytes(math.prod(fibre_size)))
        fibre = fibre.resize((width, height), Image.Resampling.BICUBIC)
        grain = Image.blend(grain, fibre.point([120 + v * 16 // 255 for v in range(256)]), 0.4)
        picture = ImageChops.soft_light(picture, Image.merge("RGB", (grain,) * 3))
        edge = Image.radial_gradient("L").point([max(0, v - 130) * 34 // 125 for v in range(256)])
        picture.paste(rgb(self.mood.ink), (0, 0), edge.resize((width, height)))
        return picture


def smooth(points: Sequence[Point], closed: bool = False, steps: int = 10) -> list[Point]:
    """Return a Catmull-Rom curve through the points."""
    count = len(points)
    curve: list[Point] = []
    for index in range(count if closed else count - 1):
        if closed:
            quad = [points[(index + offset) % count] for offset in (-1, 0, 1, 2)]
        else:
            quad = [points[max(0, min(count - 1, index + offset))] for offset in (-1, 0, 1, 2)]
        for step in range(steps):
            t = step / steps
            weights = (
                -t / 2 + t * t - t**3 / 2,
                1 - 2.5 * t * t + 1.5 * t**3,
                t / 2 + 2 * t * t - 1.5 * t**3,
                -t * t / 2 + t**3 / 2,
            )
            curve.append(
                (
                    sum(w * p[0] for w, p in zip(weights, quad, strict=True)),
                    sum(w * p[1] for w, p in zip(weights, quad, strict=True)),
                )
            )
    if not closed:
        curve.append(points[-1])
    return curve

"""The colours of ``docs/design.md``, in its light scheme."""

from functools import lru_cache

from PIL import Image, ImageColor

PAPER, SHEET, WASH = "#faf7f0", "#fffdf9", "#f1ebdf"
INK, INK_2, INK_3, RULE = "#211d18", "#544c42", "#6f6659", "#d8cfbf"
CINNABAR = "#a3301a"
SEAL_LETTER = "#fdf3ec"
NIGHT, PALE, PALE_2 = "#221e1a", "#ece6da", "#b3a996"
CINNABAR_ON_NIGHT = "#e0785f"
# 界栏, the thin red lines between the columns of a printed page.
COLUMN_LINE = "#dfb9ab"
STEPS = 11  # shades at the edge of a letter


@lru_cache(maxsize=16)
def palette_image(ground: tuple[int, int, int]) -> Image.Image:
    """Return the colours of cards on this ground, with the shades between ground and ink."""
    inks = (INK, INK_2, INK_3, RULE, CINNABAR, PALE, PALE_2, CINNABAR_ON_NIGHT, COLUMN_LINE)
    ramps = [(tuple(ground), _rgb(ink)) for ink in inks]
    ramps += [(_rgb(CINNABAR), _rgb(SEAL_LETTER))]
    colours: dict[tuple[int, ...], None] = {tuple(ground): None, _rgb(WASH): None}
    for start, end in ramps:
        for step in range(2, STEPS + 1):  # the palest would be taken for the ground
            shade = [round(a + (b - a) * step / STEPS) for a, b in zip(start, end, strict=True)]
            colours[tuple(shade)] = None
    image = Image.new("P", (1, 1))
    image.putpalette([part for colour in list(colours)[:256] for part in colour])
    return image


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(ImageColor.getrgb(colour))

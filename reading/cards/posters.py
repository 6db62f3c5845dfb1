"""The poster of a book list: a tall picture to be sent on, drawn by the server."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import segno
from PIL import Image, ImageDraw

from media.drawing.plain import face, lines

WIDTH = 1080
MARGIN = 88
MOST_BOOKS = 8
# The portal's paper, inks and cinnabar; see docs/design.md.
PAPER, INK, INK_2, INK_3, RULE, SEAL = (
    "#faf7f0",
    "#211d18",
    "#544c42",
    "#6f6659",
    "#d8cfbf",
    "#a3301a",
)
QR_SIDE = 220


@dataclass(frozen=True)
class PosterBook:
    """A book of the poster: title, authors, the reason in a few words and who gives it."""

    title: str
    authors: str = ""
    reason: str = ""
    contributor: str = ""


@dataclass(frozen=True)
class ListPoster:
    """What a list's poster says."""

    title: str
    kind: str
    byline: str
    books: Sequence[PosterBook]
    url: str
    site_name: str


class _Sheet:
    """A strip of paper that is written on from top to bottom."""

    def __init__(self, height: int) -> None:
        self.image = Image.new("RGB", (WIDTH, height), PAPER)
        self.draw = ImageDraw.Draw(self.image)
        self.y = MARGIN

    def write(
        self,
        text: str,
        style: tuple[str, int, bool],
        *,
        ink: str = INK,
        left: int = MARGIN,
        most: int = 2,
        leading: float = 1.6,
    ) -> None:
        """Write at most ``most`` lines; what is left out shows as an ellipsis."""
        name, size, bold = style
        font = face(name, size, bold)
        width = WIDTH - MARGIN - left
        found = lines(text, font, width)
        if len(found) > most:
            last = found[most - 1]
            while last and font.getlength(f"{last}……") > width:
                last = last[:-1]
            found = [*found[: most - 1], f"{last.rstrip('，。、；：！？')}……"]
        for line in found:
            self.draw.text((left, self.y), line, font=font, fill=ink)
            self.y += round(size * leading)

    def rule(self, thickness: int, ink: str = INK) -> None:
        """Draw a line across."""
        self.draw.rectangle((MARGIN, self.y, WIDTH - MARGIN, self.y + thickness - 1), fill=ink)
        self.y += thickness

    def skip(self, pixels: int) -> None:
        """Leave room."""
        self.y += pixels


def draw_list(poster: ListPoster) -> bytes:
    """Return the poster as PNG; as high as its books need.

    Raises:
        NoFont: this machine has no Chinese font.
    """
    shown = poster.books[:MOST_BOOKS]
    sheet = _Sheet(900 + 330 * max(1, len(shown)))
    _head(sheet, poster)
    for number, book in enumerate(shown, start=1):
        _book(sheet, number, book)
    if more := len(poster.books) - len(shown):
        sheet.skip(28)
        sheet.write(f"还有 {more} 本，扫码看全部", ("sans", 30, False), ink=INK_2)
    _foot(sheet, poster)
    output = BytesIO()
    poster_image = sheet.image.crop((0, 0, WIDTH, sheet.y))
    # Few flat colours and their edges: a palette of 64 is a quarter of the bytes.
    poster_image.quantize(64, method=Image.Quantize.FASTOCTREE).save(output, "PNG")
    return output.getvalue()


def _head(sheet: _Sheet, poster: ListPoster) -> None:
    sheet.rule(8)
    sheet.skip(6)
    sheet.rule(2)
    sheet.skip(40)
    sheet.write(poster.kind, ("sans", 30, True), ink=SEAL, most=1)
    sheet.skip(8)
    sheet.write(poster.title, ("serif", 64, True), most=3, leading=1.4)
    sheet.skip(10)
    sheet.write(poster.byline, ("sans", 30, False), ink=INK_2, most=2)
    sheet.skip(36)


def _book(sheet: _Sheet, number: int, book: PosterBook) -> None:
    sheet.rule(1, RULE)
    sheet.skip(30)
    left = MARGIN + 92
    font = face("serif", 44, False)
    sheet.draw.text((MARGIN, sheet.y + 2), f"{number:02}", font=font, fill=SEAL)
    sheet.write(f"《{book.title}》", ("serif", 42, True), left=left - 18, leading=1.5)
    if book.authors:
        sheet.write(book.authors, ("sans", 26, False), ink=INK_3, left=left, most=1)
    if book.reason:
        sheet.skip(8)
        sheet.write(book.reason, ("serif", 32, False), ink=INK_2, left=left, most=3, leading=1.65)
    if book.contributor:
        sheet.write(
            f"荐书人：{book.contributor}", ("sans", 26, False), ink=INK_3, left=left, most=1
        )
    sheet.skip(28)


def _foot(sheet: _Sheet, poster: ListPoster) -> None:
    sheet.skip(36)
    sheet.rule(2)
    sheet.skip(36)
    top = sheet.y
    sheet.image.paste(_qr(poster.url), (WIDTH - MARGIN - QR_SIDE, top))
    # The seal with the first character of the site's name.
    side = 84
    box = (MARGIN, top + 8, MARGIN + side, top + 8 + side)
    sheet.draw.rectangle(box, fill=SEAL)
    middle = (MARGIN + side / 2, top + 8 + side / 2)
    sheet.draw.text(
        middle, poster.site_name[:1], font=face("serif", 52, True), fill="#fff6ee", anchor="mm"
    )
    sheet.draw.text(
        (MARGIN + side + 24, top + 8 + side / 2),
        poster.site_name[:14],
        font=face("serif", 38, True),
        fill=INK,
        anchor="lm",
    )
    sheet.draw.text(
        (MARGIN, top + QR_SIDE - 40), "扫码看全文和每本书的介绍", font=face("sans", 28), fill=INK_2
    )
    sheet.y = top + QR_SIDE + MARGIN


def _qr(url: str) -> Image.Image:
    """Return the address as a square; without its own margin, for paper lies around it."""
    rows = [list(row) for row in segno.make(url, error="m", micro=False).matrix]
    code = Image.new("1", (len(rows), len(rows)), 1)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            code.putpixel((x, y), 0 if dark else 1)
    scale = QR_SIDE // len(rows)
    drawn = code.resize((len(rows) * scale,) * 2, Image.Resampling.NEAREST).convert("RGB")
    framed = Image.new("RGB", (QR_SIDE, QR_SIDE), PAPER)
    offset = (QR_SIDE - drawn.width) // 2
    framed.paste(drawn, (offset, offset))
    return framed

"""Which renditions a picture on a page needs.

WebP alone: every browser since 2020 shows it, it is a third smaller than JPEG and always free
of EXIF. AVIF would save some 20 % more bytes and cost several times the encoding time of the
two cores that serve the site; JPEG doubles would only serve browsers that lack TLS 1.3 too.
"""

from collections.abc import Sequence
from functools import lru_cache

from wagtail.images.models import Filter

from media.models import PortalImage

# Phones, tablets and twice a phone's density, the text column at twice the density.
WIDTHS = (400, 800, 1200)

# Above an article, and alone on the screen.
LARGE = (400, 800, 1200, 1920)

# What the portal's templates ask for: the picture above an article, and the cards of lists.
USUAL_SHAPES: tuple[tuple[tuple[int, ...], tuple[int, int] | None], ...] = (
    (LARGE, None),
    (WIDTHS, (3, 2)),
)

# For previews of links: messengers read no WebP.
SQUARE_SPEC = "fill-800x800|format-jpeg"


@lru_cache(maxsize=512)
def _filter(spec: str) -> Filter:
    return Filter(spec)


def rendition_filters(
    image: PortalImage, widths: Sequence[int], ratio: tuple[int, int] | None
) -> list[Filter]:
    """Return the filters of ``rendition_specs``, each of which has been read once."""
    return [_filter(spec) for spec in rendition_specs(image, widths, ratio)]


def rendition_specs(
    image: PortalImage, widths: Sequence[int] = WIDTHS, ratio: tuple[int, int] | None = None
) -> list[str]:
    """Filter specs for ``widths`` (pixels, ascending), cropped to ``ratio`` if one is given.

    Widths beyond the picture's own are left out but for the next one, since Wagtail does not
    enlarge and would store the same pixels again.
    """
    own_width = image.width
    if ratio is not None:
        own_width = min(own_width, image.height * ratio[0] // ratio[1])
    widths = sorted(widths)
    smaller = [width for width in widths if width < own_width]
    useful = widths[: len(smaller) + 1]
    return [f"{_resize(width, ratio)}|format-webp" for width in useful]


def _resize(width: int, ratio: tuple[int, int] | None) -> str:
    if ratio is None:
        return f"width-{width}"
    return f"fill-{width}x{max(width * ratio[1] // ratio[0], 1)}"

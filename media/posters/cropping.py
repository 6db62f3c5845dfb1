"""A page's picture cut to a shape around its focal point, or nothing where it cannot be used."""

import logging
from io import BytesIO

from PIL import Image, ImageFile

from media.drawing.palette import PAPER
from media.models import PortalImage

logger = logging.getLogger(__name__)

# A narrower strip of a picture would be a blur on a poster.
NARROWEST = 320  # pixels
Box = tuple[int, int, int, int]


def box_around(size: tuple[int, int], focus: tuple[int, int], ratio: tuple[int, int]) -> Box:
    """Return the largest part of a picture with this ratio, its middle as near as can be to focus.

    Args:
        size: width and height of the picture in pixels.
        focus: x and y of the point that should stay in the middle.
        ratio: width and height of the part, in any unit.

    Returns:
        Left, top, right and bottom, in pixels of the picture.
    """
    width = max(min(size[0], size[1] * ratio[0] // ratio[1]), 1)
    height = max(min(size[1], size[0] * ratio[1] // ratio[0]), 1)
    left = min(max(focus[0] - width // 2, 0), size[0] - width)
    top = min(max(focus[1] - height // 2, 0), size[1] - height)
    return left, top, left + width, top + height


def cropped(image: PortalImage, size: tuple[int, int]) -> Image.Image | None:
    """Return the picture cut to ``size`` (pixels); None where file or pixels do not serve.

    A lost, damaged, or tiny file must not take a poster with it.
    """
    point = image.get_focal_point()
    focus = (point.centroid_x, point.centroid_y) if point else (image.width // 2, image.height // 2)
    box = box_around((image.width, image.height), focus, size)
    if box[2] - box[0] < min(NARROWEST, size[0]):
        return None
    try:
        return _decoded(image, box, size)
    except Exception as error:  # decoders raise anything on damaged bytes
        logger.warning("No picture: the file of image %s is unusable: %s", image.pk, str(error))
        return None


def _decoded(image: PortalImage, box: Box, size: tuple[int, int]) -> Image.Image:
    with image.file.storage.open(image.file.name, "rb") as file:
        source = Image.open(BytesIO(file.read()))
    shrink = size[0] / (box[2] - box[0])
    # libjpeg decodes at a half or a quarter where that is enough.
    source.draft("RGB", (round(source.width * shrink), round(source.height * shrink)))
    # Libraries switch this on for the whole process (WeasyPrint does, when it is imported).
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    source.load()
    scale = source.width / image.width
    part = source.convert("RGBA" if source.has_transparency_data else "RGB")
    part = part.resize(
        size, Image.Resampling.LANCZOS, box=tuple(edge * scale for edge in box), reducing_gap=2.0
    )
    if part.mode == "RGBA":  # transparent parts show the paper, not black
        paper = Image.new("RGB", size, PAPER)
        paper.paste(part, mask=part.getchannel("A"))
        return paper
    return part

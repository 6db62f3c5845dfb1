"""The one way in which templates show a picture."""

import logging

from django import template
from django.forms.utils import flatatt
from django.utils.safestring import SafeString
from PIL import UnidentifiedImageError
from wagtail.images.models import AbstractRendition, SourceImageIOError
from willow.image import UnrecognisedImageFormatError

from media.models import PortalImage
from media.pictures import LARGE, SQUARE_SPEC, WIDTHS, rendition_filters, rendition_specs

logger = logging.getLogger(__name__)

register = template.Library()

# A lost or damaged file must not take the page with it.
UNUSABLE = (OSError, SourceImageIOError, UnidentifiedImageError, UnrecognisedImageFormatError)


@register.simple_tag
def portal_picture(
    image: PortalImage | None,
    *,
    sizes: str = "100vw",
    widths: str = "",
    ratio: str = "",
    eager: bool = False,
    alt: str | None = None,
    **attributes: str,
) -> str:
    """An ``<img>`` with WebP renditions of several widths.

    ``{% portal_picture page.image sizes="(min-width: 60rem) 40rem, 100vw" ratio="4:3" %}``

    ``widths``: pixels, by commas (default 400,800,1200). ``ratio``: crop around the focal
    point, as "4:3". ``eager``: for the one picture at the top, which is the page's largest
    paint. ``alt``: in place of the picture's own text; empty for decoration. Other keywords
    (``class``) become attributes. Renders nothing without an image or if its file is unusable.
    """
    renditions = _renditions(image, widths, ratio)
    if not renditions:
        return ""
    middle = renditions[len(renditions) // 2]
    attrs = {
        "src": middle.url,
        "width": middle.width,
        "height": middle.height,
        "alt": middle.alt if alt is None else alt,
        "decoding": "async",
    }
    if len(renditions) > 1:
        attrs["srcset"] = _srcset(renditions)
        attrs["sizes"] = sizes
    if eager:
        attrs["fetchpriority"] = "high"
    else:
        attrs["loading"] = "lazy"
    # flatatt escapes every value.
    return SafeString(f"<img{flatatt(attrs | attributes)}>")


@register.simple_tag
def picture_preload(
    image: PortalImage | None, *, sizes: str = "100vw", widths: str = "", ratio: str = ""
) -> str:
    """A ``<link>`` that asks for a page's largest picture before its style sheets.

    The keywords must be those of the ``portal_picture`` that shows it.
    """
    renditions = _renditions(image, widths, ratio)
    if not renditions:
        return ""
    attrs = {
        "rel": "preload",
        "as": "image",
        "type": "image/webp",
        "href": renditions[len(renditions) // 2].url,
        "fetchpriority": "high",
    }
    if len(renditions) > 1:
        attrs |= {"imagesrcset": _srcset(renditions), "imagesizes": sizes}
    return SafeString(f"<link{flatatt(attrs)}>")


def _renditions(image: PortalImage | None, widths: str, ratio: str) -> list[AbstractRendition]:
    """Return the renditions of a picture, the narrowest first; none if its file is unusable."""
    if image is None:
        return []
    chosen = [int(width) for width in widths.split(",")] if widths else WIDTHS
    shape = tuple(int(side) for side in ratio.split(":")) if ratio else None
    try:
        return list(image.get_renditions(*rendition_filters(image, chosen, shape)).values())
    except UNUSABLE as error:
        logger.warning("No picture: the file of image %s is unusable: %s", image.pk, str(error))
        return []


def _srcset(renditions: list[AbstractRendition]) -> str:
    return ", ".join(f"{item.url} {item.width}w" for item in renditions)


@register.simple_tag
def picture_url(image: PortalImage | None) -> str:
    """Address of the largest usual rendition, whole; empty without a usable image."""
    if image is None:
        return ""
    try:
        return image.get_rendition(rendition_specs(image, LARGE)[-1]).url
    except UNUSABLE as error:
        logger.warning("No picture: the file of image %s is unusable: %s", image.pk, str(error))
        return ""


@register.simple_tag
def square_picture_url(image: PortalImage | None) -> str:
    """Path of a square JPEG for previews of links; empty without a usable image."""
    if image is None:
        return ""
    try:
        return image.get_rendition(SQUARE_SPEC).url
    except UNUSABLE as error:
        logger.warning("No square: the file of image %s is unusable: %s", image.pk, str(error))
        return ""

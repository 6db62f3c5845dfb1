"""The one way in which templates show a picture."""

import logging

from django import template
from django.forms.utils import flatatt
from django.utils.safestring import SafeString
from PIL import UnidentifiedImageError
from wagtail.images.models import SourceImageIOError
from willow.image import UnrecognisedImageFormatError

from media.models import PortalImage
from media.pictures import SHARE_SPEC, WIDTHS, rendition_specs

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
    if image is None:
        return ""
    chosen = [int(width) for width in widths.split(",")] if widths else WIDTHS
    shape = tuple(int(side) for side in ratio.split(":")) if ratio else None
    try:
        renditions = list(image.get_renditions(*rendition_specs(image, chosen, shape)).values())
    except UNUSABLE as error:
        logger.warning("No picture: the file of image %s is unusable: %s", image.pk, str(error))
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
        attrs["srcset"] = ", ".join(f"{item.url} {item.width}w" for item in renditions)
        attrs["sizes"] = sizes
    if eager:
        attrs["fetchpriority"] = "high"
    else:
        attrs["loading"] = "lazy"
    # flatatt escapes every value.
    return SafeString(f"<img{flatatt(attrs | attributes)}>")


@register.simple_tag
def share_picture_url(image: PortalImage | None) -> str:
    """Path of a 1200 × 630 JPEG for ``og:image``; empty without a usable image."""
    if image is None:
        return ""
    try:
        return image.get_rendition(SHARE_SPEC).url
    except UNUSABLE as error:
        logger.warning(
            "No share picture: the file of image %s is unusable: %s", image.pk, str(error)
        )
        return ""

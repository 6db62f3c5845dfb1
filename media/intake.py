"""Intake of pictures: what anybody uploads is verified, reduced and re-encoded here, once.

Measured on a stock Wagtail: JPEG and PNG renditions keep the GPS position of the upload, a
truncated JPEG crashes the upload views, a PNG of 353 KB and 11,000 × 11,000 pixels takes 1 GB.
"""

import logging
import secrets
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from PIL import Image, ImageCms, ImageFile, ImageOps
from pillow_heif import register_heif_opener

logger = logging.getLogger(__name__)

register_heif_opener(thumbnails=False)

# Decoders tried at all; everything else (SVG, PostScript, TIFF, icons) is refused unread.
ACCEPTED_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF")

DEFAULT_MAX_BYTES = 10 * 1024 * 1024
DEFAULT_MAX_PIXELS = 40_000_000
DEFAULT_MAX_EDGE = 2560  # px; twice the widest column, enough for a poster in print

# Renditions are made from this copy, so it must lose nothing visible.
JPEG_QUALITY = 90

# A colour profile of a real camera is below 4 KB, of a real printer below 2 MB.
MAX_PROFILE_BYTES = 2 * 1024 * 1024


class CleanImage(ContentFile):
    """A picture that has passed the intake. Only ``clean_upload`` makes one."""

    def __init__(self, content: bytes, *, name: str, size_px: tuple[int, int]) -> None:
        super().__init__(content, name=name)
        self.size_px = size_px
        self.content_type = "image/png" if name.endswith(".png") else "image/jpeg"


def max_bytes() -> int:
    """Largest accepted upload in bytes (``MEDIA_IMAGE_MAX_BYTES``)."""
    return getattr(settings, "MEDIA_IMAGE_MAX_BYTES", DEFAULT_MAX_BYTES)


def max_pixels() -> int:
    """Largest accepted picture in pixels (``MEDIA_IMAGE_MAX_PIXELS``)."""
    return getattr(settings, "MEDIA_IMAGE_MAX_PIXELS", DEFAULT_MAX_PIXELS)


def max_edge() -> int:
    """Longest edge kept, in pixels (``MEDIA_IMAGE_MAX_EDGE``)."""
    return getattr(settings, "MEDIA_IMAGE_MAX_EDGE", DEFAULT_MAX_EDGE)


def clean_upload(file: File) -> CleanImage:
    """Return ``file`` as a new picture: upright, reduced, without any metadata.

    The content decides, not the name: JPEG, PNG, WebP, GIF (first frame) and HEIC are read;
    the result is a PNG if it has transparency, else a JPEG, under a random name.

    Raises ``ValidationError`` (codes ``empty``, ``too_large``, ``not_an_image``,
    ``too_many_pixels``, ``broken``) with a sentence for the person who uploaded.
    """
    _check_bytes(file)
    file.seek(0)
    try:
        with _open(file) as image:
            _check_pixels(*image.size)
            return _encode(_decode(image))
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Exception as error:  # decoders raise anything on hostile bytes
        logger.info("Refused a picture that cannot be decoded: %s", type(error).__name__)
        raise ValidationError("图片已损坏或不完整，请重新导出后再上传。", code="broken") from error


def _check_bytes(file: File) -> None:
    if not file.size:
        raise ValidationError("文件是空的，请重新选择图片。", code="empty")
    if file.size > max_bytes():
        size, limit = (number / 1024 / 1024 for number in (file.size, max_bytes()))
        raise ValidationError(
            f"图片有 {size:.1f} MB，超过了 {limit:g} MB 的上限，请压缩后再上传。",
            code="too_large",
        )


def _open(file: File) -> ImageFile.ImageFile:
    """Read the header only; the pixels are not touched before ``_check_pixels``."""
    try:
        return Image.open(file, formats=ACCEPTED_FORMATS)
    except Image.UnidentifiedImageError as error:
        raise ValidationError(
            "这个文件不是可用的图片。请上传 JPG、PNG、WebP、GIF 或 HEIC 格式的图片。",
            code="not_an_image",
        ) from error


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        f"图片尺寸过大，最多 {max_pixels() // 10_000} 万像素，请缩小后再上传。",
        code="too_many_pixels",
    )


def _check_pixels(width: int, height: int) -> None:
    if width * height > max_pixels():
        raise _too_many_pixels()


def _decode(image: ImageFile.ImageFile) -> Image.Image:
    """Return the first frame, reduced, upright, in sRGB, without metadata."""
    edge = max_edge()
    # Lets libjpeg decode at a half, quarter or eighth: a quarter of the time and memory.
    image.draft(None, (edge, edge))
    # Libraries switch this on for the whole process (WeasyPrint does, when it is imported).
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    image.load()
    _check_pixels(*image.size)  # a first GIF frame may be larger than the header said
    profile = image.info.get("icc_profile")
    plain = _with_plain_mode(image)
    plain.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    plain = _in_srgb(ImageOps.exif_transpose(plain), profile)
    # Pillow's encoders copy comments, EXIF, XMP and profiles from here into the new file.
    plain.info.clear()
    return plain


def _with_plain_mode(image: Image.Image) -> Image.Image:
    """Return 8 bits per channel; palettes cannot be resampled and 16 bits would clip."""
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("RGB", "RGBA", "CMYK", "L") and "transparency" not in image.info:
        return image  # no copy: 40 megapixels are 160 MB
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return ``image`` in RGB or RGBA; phones write Display P3, which looks dull if untagged."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile and len(profile) <= MAX_PROFILE_BYTES:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, source, target, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            logger.debug("Ignored an unusable colour profile")
    return image if image.mode == mode else image.convert(mode)


def _encode(image: Image.Image) -> CleanImage:
    opaque = image.mode == "RGB" or image.getchannel("A").getextrema()[0] == 255
    output = BytesIO()
    if opaque:
        extension = "jpg"
        image.convert("RGB").save(output, "JPEG", quality=JPEG_QUALITY, progressive=True)
    else:
        extension = "png"
        image.save(output, "PNG")
    # Nothing of the user's file name: it may name a person, and it ends up in addresses.
    name = f"{secrets.token_hex(10)}.{extension}"
    return CleanImage(output.getvalue(), name=name, size_px=image.size)

"""What anybody may send as a picture, and what becomes of it."""

import struct
import zlib
from io import BytesIO
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageFile

from media.intake import clean_upload
from tests.media.factories import ImageFactory, picture_bytes

JPEG = picture_bytes()


def gps_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0110] = "CAMERA-MODEL"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (35.0, 5.0, 24.0)
    return exif


def huge_png(width: int, height: int) -> bytes:
    """A PNG whose header promises more than its few bytes hold."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    data = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


def gif_bomb() -> bytes:
    """A canvas of 65,535 × 65,535 around a frame of one pixel."""
    small = picture_bytes((1, 1), "GIF", mode="L")
    return small[:6] + struct.pack("<HH", 65535, 65535) + small[10:]


HOSTILE = {
    "script named .jpg": (b"<script>alert(1)</script>" * 10, "x.jpg", "not_an_image"),
    "PHP named .png": (b"<?php system($_GET['c']); ?>", "x.png", "not_an_image"),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "x.svg", "not_an_image"),
    "SVG named .png": (b"<?xml version='1.0'?><svg/>", "x.png", "not_an_image"),
    "TIFF": (picture_bytes(file_format="TIFF"), "x.jpg", "not_an_image"),
    "EPS": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "x.jpg", "not_an_image"),
    "header alone": (JPEG[:20], "x.jpg", "not_an_image"),
    "truncated JPEG": (JPEG[: len(JPEG) // 2], "x.jpg", "broken"),
    "JPEG without its end": (JPEG[:-2], "x.jpg", "broken"),
    "truncated PNG": (picture_bytes(file_format="PNG")[:200], "x.png", "broken"),
    "truncated WebP": (picture_bytes(file_format="WEBP")[:60], "x.webp", None),
    "truncated HEIC": (picture_bytes(file_format="HEIF")[:-40], "x.heic", None),
    "100 megapixels": (huge_png(10_000, 10_000), "x.png", "too_many_pixels"),
    "4 gigapixels": (huge_png(65_000, 65_000), "x.png", "too_many_pixels"),
    "GIF bomb": (gif_bomb(), "x.gif", "too_many_pixels"),
    "empty": (b"", "x.jpg", "empty"),
    "eleven megabytes": (JPEG + b"\0" * 11 * 1024 * 1024, "x.jpg", "too_large"),
}


@pytest.mark.parametrize(("data", "name", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_file_is_refused_with_a_sentence(data: bytes, name: str, code: str | None) -> None:
    with pytest.raises(ValidationError) as caught:
        clean_upload(ContentFile(data, name=name))

    assert caught.value.code == code or (code is None and caught.value.code)
    assert caught.value.messages[0].endswith("。")


def test_what_a_library_does_to_pillow_lets_no_damaged_picture_in(monkeypatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    data, name, _ = HOSTILE["truncated JPEG"]
    with pytest.raises(ValidationError):
        clean_upload(ContentFile(data, name=name))


ACCEPTED = {
    "JPEG": (JPEG, (640, 480), "JPEG"),
    "JPEG named .txt": (JPEG, (640, 480), "JPEG"),
    "grey JPEG": (picture_bytes(mode="L"), (640, 480), "JPEG"),
    "CMYK JPEG": (picture_bytes(mode="CMYK"), (640, 480), "JPEG"),
    "PNG": (picture_bytes(file_format="PNG"), (640, 480), "JPEG"),
    "PNG of 16 bits": (picture_bytes(file_format="PNG", mode="I;16"), (640, 480), "JPEG"),
    "PNG with alpha": (
        picture_bytes(file_format="PNG", mode="RGBA", color=(9, 9, 9, 90)),
        (640, 480),
        "PNG",
    ),
    "PNG with alpha, all opaque": (
        picture_bytes(file_format="PNG", mode="RGBA"),
        (640, 480),
        "JPEG",
    ),
    "WebP": (picture_bytes(file_format="WEBP"), (640, 480), "JPEG"),
    "GIF": (picture_bytes(file_format="GIF", mode="L"), (640, 480), "JPEG"),
    "HEIC": (picture_bytes(file_format="HEIF"), (640, 480), "JPEG"),
    "12 megapixels": (picture_bytes((4000, 3000)), (2560, 1920), "JPEG"),
    "panorama": (picture_bytes((8000, 1000), "PNG"), (2560, 320), "JPEG"),
    "portrait held sideways": (picture_bytes(exif=gps_exif(6)), (480, 640), "JPEG"),
    "damaged profile": (picture_bytes(icc_profile=b"junk" * 50), (640, 480), "JPEG"),
}


@pytest.mark.parametrize(("data", "size", "file_format"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_picture_is_reencoded(data: bytes, size: tuple[int, int], file_format: str) -> None:
    clean = clean_upload(ContentFile(data, name="王老师家.txt"))

    with Image.open(clean) as image:
        image.load()
        assert (image.size, image.format) == (size, file_format)
        assert image.mode == ("RGBA" if file_format == "PNG" else "RGB")
    assert clean.size_px == size


def test_name_is_random_and_says_nothing() -> None:
    names = [clean_upload(ContentFile(JPEG, name="../王老师.php")).name for _ in range(2)]

    assert names[0] != names[1]
    assert all(len(name) == 24 and name.isascii() and name.endswith(".jpg") for name in names)


def test_polyglot_loses_its_other_half() -> None:
    payload = b"<script>steal()</script>"
    data = picture_bytes(comment=payload) + b"PK\x03\x04" + payload

    clean = clean_upload(ContentFile(data, name="x.jpg")).read()

    assert payload not in clean
    assert b"PK\x03\x04" not in clean


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_metadata_is_removed(file_format: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = picture_bytes(
        file_format=file_format, exif=gps_exif(), icc_profile=profile, xmp=b"<x:xmpmeta>geo</x>"
    )
    assert b"CAMERA-MODEL" in data

    clean = clean_upload(ContentFile(data, name="x"))

    content = clean.read()
    assert not any(word in content for word in (b"CAMERA-MODEL", b"Exif", b"xmp", b"ICC_PROFILE"))
    assert dict(Image.open(BytesIO(content)).getexif()) == {}


def test_animation_keeps_its_first_frame_only() -> None:
    frames = [Image.new("RGB", (50, 50), color) for color in ("red", "green", "blue")]
    output = BytesIO()
    frames[0].save(output, "GIF", save_all=True, append_images=frames[1:])

    with Image.open(clean_upload(ContentFile(output.getvalue(), name="a.gif"))) as image:
        assert getattr(image, "n_frames", 1) == 1
        red, green, blue = image.getpixel((25, 25))
        assert red > 200 > 60 > green
        assert blue < 60


def test_colours_of_another_profile_are_converted() -> None:
    """A profile whose red is sRGB's green: after conversion the numbers are swapped."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"_XYZ").replace(b"gXYZ", b"rXYZ").replace(b"_XYZ", b"gXYZ")
    data = picture_bytes(color=(40, 160, 80), file_format="PNG", icc_profile=swapped)

    with Image.open(clean_upload(ContentFile(data, name="x.png"))) as image:
        assert image.getpixel((5, 5)) == pytest.approx((160, 40, 80), abs=4)


def test_limits_are_settings(settings: object) -> None:
    settings.MEDIA_IMAGE_MAX_PIXELS = 100_000
    with pytest.raises(ValidationError, match="10 万像素"):
        clean_upload(ContentFile(JPEG, name="x.jpg"))

    settings.MEDIA_IMAGE_MAX_PIXELS = 1_000_000
    settings.MEDIA_IMAGE_MAX_EDGE = 320
    assert clean_upload(ContentFile(JPEG, name="x.jpg")).size_px == (320, 240)


@pytest.mark.django_db
def test_no_rendition_carries_the_position() -> None:
    data = picture_bytes((1600, 1200), exif=gps_exif(6))
    image = ImageFactory(file=ContentFile(data, name="x.jpg"))

    assert (image.width, image.height) == (1200, 1600)
    for spec in ("original", "width-800|format-webp", "width-400|format-jpeg", "max-99x99"):
        rendition = image.get_rendition(spec)
        with rendition.open_file() as file:
            content = file.read()
        assert b"CAMERA-MODEL" not in content
        assert dict(Image.open(BytesIO(content)).getexif()) == {}


@pytest.mark.django_db
class TestModelField:
    """The field itself verifies, so that scripts and imports cannot go around the forms."""

    def test_raw_file_is_cleaned_on_its_way_in(self) -> None:
        image = ImageFactory(file=ContentFile(picture_bytes((4000, 3000)), name="李老师.png"))
        image.refresh_from_db()

        assert (image.width, image.height) == (2560, 1920)
        assert image.file.name.startswith("original_images/")
        assert image.file.name.isascii()
        assert image.file.name.endswith(".jpg")

    def test_script_is_refused(self) -> None:
        with pytest.raises(ValidationError):
            ImageFactory(file=ContentFile(b"<script>", name="x.jpg"))

    def test_field_file_save_is_no_way_around(self) -> None:
        image = ImageFactory()
        with pytest.raises(ValidationError):
            image.file.save("x.jpg", ContentFile(b"<script>", name="x.jpg"))

        image.file.save("x.jpg", ContentFile(picture_bytes((900, 30)), name="x.jpg"))
        image.refresh_from_db()
        assert (image.width, image.height) == (900, 30)

    def test_names_differ_for_the_same_picture(self) -> None:
        names = [ImageFactory().file.name for _ in range(3)]
        assert all(one != other for one, other in pairwise(names))

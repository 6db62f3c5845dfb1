"""Intake of sound and video: an allow-list of formats that every browser plays, by content.

Nothing is decoded or transcoded here; what a phone writes beside the film (the place, the
camera) is blanked.
"""

import secrets
import shutil
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.temp import NamedTemporaryFile

from media import captions, containers

DEFAULT_MAX_BYTES = 200 * 1024 * 1024
VIDEO_EXTENSIONS = ("mp4", "webm")
AUDIO_EXTENSIONS = ("m4a", "mp3")
READERS = {
    "mp4": containers.read_mp4,
    "m4a": containers.read_mp4,
    "webm": containers.read_webm,
    "mp3": containers.read_mp3,
}
CAPTION_EXTENSIONS = ("vtt", "srt")

WRONG_TYPE = {
    "video": "视频请用 MP4 或 WebM 格式。",
    "audio": "音频请用 M4A 或 MP3 格式。",
}
WRONG_CODEC = {
    "video": "这个视频的编码有的浏览器放不了。请用 H.264 视频、AAC 声音重新导出为 MP4。",
    "audio": "这个音频的编码有的浏览器放不了。请重新导出为 M4A（AAC）或 MP3。",
}


class CleanRecording(File):
    """A recording that has passed the intake. Only ``clean_recording`` makes one.

    Attributes:
        seconds: how long it is; 0 where the file does not say.
    """

    seconds: float = 0


class CleanCaptions(ContentFile):
    """Captions that have passed the intake. Only ``clean_caption_file`` makes them."""


def max_bytes() -> int:
    """Largest accepted recording in bytes (``MEDIA_RECORDING_MAX_BYTES``)."""
    return getattr(settings, "MEDIA_RECORDING_MAX_BYTES", DEFAULT_MAX_BYTES)


def clean_recording(file: File, *, kind: str, name: str | None = None) -> CleanRecording:
    """Return ``file`` under a random name, without what tells of place and camera.

    Args:
        kind: ``video`` or ``audio``.
        name: the name that says the format, if ``file`` has another.

    Raises ``ValidationError`` (codes ``empty``, ``too_large``, ``wrong_type``, ``broken``,
    ``wrong_codec``) with a sentence for the person who uploaded.
    """
    extension = PurePosixPath(name or file.name or "").suffix.lower().removeprefix(".")
    if extension not in (VIDEO_EXTENSIONS if kind == "video" else AUDIO_EXTENSIONS):
        raise ValidationError(WRONG_TYPE[kind], code="wrong_type")
    if not file.size:
        raise ValidationError("文件是空的，请重新选择文件。", code="empty")
    if file.size > max_bytes():
        raise ValidationError(
            f"文件超过了 {max_bytes() / 1024 / 1024:g} MB 的上限，请压缩后再上传。",
            code="too_large",
        )
    try:
        found = READERS[extension](file.file, file.size)
    except (containers.NotThisContainer, RecursionError) as error:
        raise ValidationError(
            f"文件内容不是完整的 {extension.upper()}，请检查后重新导出。", code="broken"
        ) from error
    _check_codecs(kind, found.codecs)
    clean = CleanRecording(
        _without_private_parts(file, found), name=f"{secrets.token_hex(10)}.{extension}"
    )
    clean.seconds = found.seconds
    return clean


def _check_codecs(kind: str, codecs: set[str]) -> None:
    known = codecs <= containers.VIDEO_CODECS | containers.AUDIO_CODECS
    pictures = bool(codecs & containers.VIDEO_CODECS)
    if not codecs or not known or pictures != (kind == "video"):
        raise ValidationError(WRONG_CODEC[kind], code="wrong_codec")


def _without_private_parts(file: File, found: containers.Container) -> object:
    """Return a copy in which the private boxes are free ones of zeros; all else keeps its place."""
    copy = NamedTemporaryFile()
    file.seek(0)
    shutil.copyfileobj(file, copy, 1024 * 1024)
    for start, length in found.private:
        copy.seek(start + 4)
        copy.write(b"free")
        wide = _is_wide(copy, start)
        copy.seek(start + (16 if wide else 8))
        _write_zeros(copy, length - (16 if wide else 8))
    copy.seek(0)
    return copy


def _is_wide(file: object, start: int) -> bool:
    file.seek(start)
    return file.read(4) == b"\0\0\0\1"


def _write_zeros(file: object, length: int) -> None:
    while length > 0:
        file.write(bytes(min(length, 1024 * 1024)))
        length -= 1024 * 1024


def clean_caption_file(file: File, *, name: str | None = None) -> CleanCaptions:
    """Return captions as WebVTT under a random name; SRT is turned into it.

    Raises ``ValidationError`` (codes ``wrong_type``, ``too_large``, ``broken``).
    """
    extension = PurePosixPath(name or file.name or "").suffix.lower().removeprefix(".")
    if extension not in CAPTION_EXTENSIONS:
        raise ValidationError("字幕请用 SRT 或 WebVTT（VTT）格式。", code="wrong_type")
    if file.size > captions.MAX_BYTES:
        raise ValidationError("字幕文件超过了 1 MB，请检查文件。", code="too_large")
    file.seek(0)
    try:
        text = captions.clean_captions(file.read().decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ValidationError("字幕文件不是 UTF-8 编码，请另存后再上传。", code="broken") from error
    except ValueError as error:
        raise ValidationError(str(error), code="broken") from error
    return CleanCaptions(text.encode(), name=f"{secrets.token_hex(10)}.vtt")

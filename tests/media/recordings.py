"""The least files that are sound or video by their structure; none of them plays."""

import struct

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from media.models import PortalRecording

PLACE = b"+35.0900+112.5900/"
CAPTIONS = "1\n00:00:01,000 --> 00:00:03,500\n上课了，同学们。\n"


def box(name: str, content: bytes = b"") -> bytes:
    """One box of an MP4."""
    return struct.pack(">I", 8 + len(content)) + name.encode("latin-1") + content


def track(codec: str) -> bytes:
    """A track that says nothing but its codec."""
    described = box("stsd", struct.pack(">II", 0, 1) + box(codec, bytes(28)))
    return box("trak", box("mdia", box("minf", box("stbl", described))))


def mp4_bytes(*codecs: str, seconds: int = 65, inside: bytes = b"", sound: int = 4_000) -> bytes:
    """An MP4 with these codecs, H.264 and AAC if none are named.

    Args:
        inside: more boxes at the end of the index.
        sound: bytes of content, in a repeating pattern.
    """
    tracks = b"".join(track(codec) for codec in codecs or ("avc1", "mp4a"))
    header = box("mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, seconds * 1000) + bytes(80))
    content = (bytes(range(256)) * (sound // 256 + 1))[:sound]
    return (
        box("ftyp", b"isom\0\0\2\0isomavc1")
        + box("moov", header + tracks + inside)
        + box("mdat", content)
    )


def phone_bytes() -> bytes:
    """An MP4 as a telephone writes it: with the place where it was taken."""
    return mp4_bytes(inside=box("udta", box("\xa9xyz", b"\0\x12\x15\xc7" + PLACE)))


def webm_bytes(*codecs: str, doc_type: bytes = b"webm") -> bytes:
    """The head of a WebM and the beginning of its first cluster."""

    def sized(data: bytes) -> bytes:
        return bytes([0x80 | len(data)]) + data

    tracks = b"".join(b"\xae" + sized(b"\x86" + sized(codec.encode())) for codec in codecs)
    return (
        b"\x1a\x45\xdf\xa3"
        + sized(b"\x42\x82" + sized(doc_type))
        + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff"
        + b"\x16\x54\xae\x6b"
        + sized(tracks)
        + b"\x1f\x43\xb6\x75\x81\x00"
    )


def mp3_bytes(frames: int = 4, tag: bytes = b"") -> bytes:
    """Frames of 128 kbit/s at 44.1 kHz, 417 bytes each, behind an ID3 tag with ``tag`` in it."""
    head = b"ID3\x04\0\0" + bytes((len(tag) >> shift) & 0x7F for shift in (21, 14, 7, 0)) + tag
    return (head if tag else b"") + (b"\xff\xfb\x90\x64" + bytes(413)) * frames


class RecordingFactory(DjangoModelFactory):
    class Meta:
        model = PortalRecording

    title = factory.Sequence(lambda number: f"开学第一课{number}")
    type = "video"
    file = factory.LazyFunction(lambda: ContentFile(mp4_bytes(), name="lesson.mp4"))
    captions = factory.LazyFunction(lambda: ContentFile(CAPTIONS.encode(), name="lesson.srt"))


class SoundFactory(RecordingFactory):
    type = "audio"
    file = factory.LazyFunction(lambda: ContentFile(mp3_bytes(), name="talk.mp3"))
    captions = ""
    transcript = "各位老师，下午好。"

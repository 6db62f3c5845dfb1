"""What a sound or video file really is, read from its own structure; nothing is decoded.

Sources: ISO/IEC 14496-12 (boxes of MP4), RFC 8794 and 9559 (EBML, Matroska and WebM), ISO/IEC
11172-3 (frames of MP3) with the ID3v2 tag that may stand before them.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

# A film of an hour has an index of some 2 MB; what is longer is no film.
MAX_MOOV_BYTES = 16 * 1024 * 1024
MAX_BOXES = 10_000
MAX_EBML_HEAD_BYTES = 2 * 1024 * 1024

H264 = {"avc1", "avc3"}
AAC = {"mp4a"}
WEBM_VIDEO = {"V_VP8", "V_VP9", "V_AV1"}
WEBM_AUDIO = {"A_OPUS", "A_VORBIS"}
MP3 = "mp3"
VIDEO_CODECS = H264 | WEBM_VIDEO
AUDIO_CODECS = AAC | WEBM_AUDIO | {MP3}

# Where the tracks' codecs are found, and what tells of the camera and the place instead.
NESTED = {"moov", "trak", "mdia", "minf", "stbl"}
TELLTALE = {"udta", "meta", "uuid"}


class NotThisContainer(Exception):
    """The bytes are not what the file's name says, or the file is cut short."""


@dataclass
class Container:
    """What was found.

    Attributes:
        codecs: names of the tracks' codecs.
        seconds: how long it is; 0 where the file does not say.
        private: (offset, length) of parts that tell where and with what it was taken; an MP4
            stays whole when each is turned into a free box.
    """

    codecs: set[str] = field(default_factory=set)
    seconds: float = 0
    private: list[tuple[int, int]] = field(default_factory=list)


def read_mp4(file: BinaryIO, size: int) -> Container:
    """Return what an MP4 or M4A of ``size`` bytes holds; raises ``NotThisContainer``."""
    found = Container()
    seen: list[str] = []
    for name, start, head, length in _boxes(file, 0, size):
        if not seen and name != "ftyp":
            raise NotThisContainer
        seen.append(name)
        if name == "moov":
            if length > MAX_MOOV_BYTES:
                raise NotThisContainer
            _read_moov(file, start + head, start + length, found)
        elif name in TELLTALE:
            found.private.append((start, length))
    if "moov" not in seen or not {"mdat", "moof"} & set(seen):
        raise NotThisContainer
    return found


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[str, int, int, int]]:
    """Yield name, start, length of the head and whole length of each box between two places."""
    for _ in range(MAX_BOXES):
        if start == end:
            return
        file.seek(start)
        head = file.read(16)
        if len(head) < 8:
            raise NotThisContainer
        length, head_length = int.from_bytes(head[:4], "big"), 8
        if length == 1:
            length, head_length = int.from_bytes(head[8:16], "big"), 16
        elif length == 0:
            length = end - start
        if length < head_length or start + length > end:
            raise NotThisContainer
        yield head[4:8].decode("latin-1"), start, head_length, length
        start += length
    raise NotThisContainer


def _read_moov(file: BinaryIO, start: int, end: int, found: Container) -> None:
    for name, begin, head, length in _boxes(file, start, end):
        inside = begin + head
        if name in TELLTALE:
            found.private.append((begin, length))
        elif name in NESTED:
            _read_moov(file, inside, begin + length, found)
        elif name == "mvhd":
            found.seconds = _seconds(_read(file, inside, 32))
        elif name == "stsd":
            # version and flags, number of entries, then one box for each codec
            for codec, *_ in _boxes(file, inside + 8, begin + length):
                found.codecs.add(codec)


def _read(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    data = file.read(length)
    if len(data) < length:
        raise NotThisContainer
    return data


def _seconds(header: bytes) -> float:
    """Read the movie header: 32-bit times in version 0, 64-bit ones in version 1."""
    layout, at = (">IQ", 20) if header[0] else (">II", 12)
    scale, duration = struct.unpack_from(layout, header, at)
    return float(duration) / scale if scale else 0.0


EBML, DOC_TYPE, SEGMENT, TRACKS, CLUSTER = (
    b"\x1a\x45\xdf\xa3",
    b"\x42\x82",
    b"\x18\x53\x80\x67",
    b"\x16\x54\xae\x6b",
    b"\x1f\x43\xb6\x75",
)
CODEC_ID = b"\x86"


def read_webm(file: BinaryIO, size: int) -> Container:
    """Return what a WebM holds, from what stands before its first cluster."""
    file.seek(0)
    head = file.read(min(size, MAX_EBML_HEAD_BYTES)).partition(CLUSTER)
    if not head[1] or not head[0].startswith(EBML):
        raise NotThisContainer
    before, segment, after = head[0].partition(SEGMENT)
    if not segment or _element(before, DOC_TYPE) != b"webm":
        raise NotThisContainer
    tracks = after.partition(TRACKS)[2]
    codecs = {
        name for name in WEBM_VIDEO | WEBM_AUDIO if CODEC_ID + _sized(name.encode()) in tracks
    }
    return Container(codecs)


def _sized(data: bytes) -> bytes:
    return bytes([0x80 | len(data)]) + data


def _element(data: bytes, name: bytes) -> bytes:
    """Return the content of a short element (its size in one byte); empty where it is absent."""
    _, found, rest = data.partition(name)
    if not found or not rest or not rest[0] & 0x80:
        return b""
    return rest[1 : 1 + (rest[0] & 0x7F)]


# kbit/s of layer III by index, for MPEG 1 and for MPEG 2 and 2.5; samples a second by version.
BITRATES = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
FRAMES_TO_SEE = 3


def read_mp3(file: BinaryIO, size: int) -> Container:
    """Find frames that follow one another, after an ID3v2 tag if there is one."""
    start, head = 0, _read(file, 0, 10)
    if head[:3] == b"ID3":
        sizes = zip(head[6:], (21, 14, 7, 0), strict=True)
        start = 10 + sum((byte & 0x7F) << shift for byte, shift in sizes)
    for _ in range(FRAMES_TO_SEE):
        length = _frame_length(_read(file, start, 4))
        start += length
        if start > size:
            raise NotThisContainer
    return Container({MP3})


def _frame_length(head: bytes) -> int:
    word = int.from_bytes(head, "big")
    version, layer = word >> 19 & 3, word >> 17 & 3
    bitrate, rate, padding = word >> 12 & 15, word >> 10 & 3, word >> 9 & 1
    if word >> 21 != 0x7FF or version == 1 or layer != 1 or bitrate in (0, 15) or rate == 3:
        raise NotThisContainer
    kilobits = BITRATES[1 if version == 3 else 2][bitrate]
    return (144 if version == 3 else 72) * kilobits * 1000 // RATES[version][rate] + padding

"""Which sound and video is taken in, told by content; what a telephone adds is taken out."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from media import containers
from media.recording_intake import clean_recording
from tests.media.recordings import (
    PLACE,
    box,
    mp3_bytes,
    mp4_bytes,
    phone_bytes,
    webm_bytes,
)

GOOD = {
    "mp4": ("video", "a.mp4", mp4_bytes(), 65),
    "mp4 without sound": ("video", "a.MP4", mp4_bytes("avc1"), 65),
    "mp4 in fragments": (
        "video",
        "a.mp4",
        mp4_bytes().replace(b"mdat", b"moof"),
        65,
    ),
    "webm": ("video", "a.webm", webm_bytes("V_VP9", "A_OPUS"), 0),
    "m4a": ("audio", "a.m4a", mp4_bytes("mp4a", seconds=9), 9),
    "mp3": ("audio", "a.mp3", mp3_bytes(), 0),
    "mp3 with a tag": ("audio", "a.mp3", mp3_bytes(tag=bytes(300)), 0),
}
BAD = {
    "a name of another kind": ("video", "a.mov", mp4_bytes(), "wrong_type"),
    "sound as video": ("video", "a.mp3", mp3_bytes(), "wrong_type"),
    "video as sound": ("audio", "a.m4a", mp4_bytes(), "wrong_codec"),
    "sound alone as video": ("video", "a.mp4", mp4_bytes("mp4a"), "wrong_codec"),
    "HEVC": ("video", "a.mp4", mp4_bytes("hvc1", "mp4a"), "wrong_codec"),
    "a track of places": ("video", "a.mp4", mp4_bytes("avc1", "mebx"), "wrong_codec"),
    "Matroska": ("video", "a.webm", webm_bytes("V_VP9", doc_type=b"matroska"), "broken"),
    "webm with another codec": ("video", "a.webm", webm_bytes("V_MPEG4"), "wrong_codec"),
    "nothing": ("video", "a.mp4", b"", "empty"),
    "HTML": ("video", "a.mp4", b"<script>alert(1)</script>" * 9, "broken"),
    "cut short": ("video", "a.mp4", mp4_bytes()[:-50], "broken"),
    "without an index": ("video", "a.mp4", box("ftyp", b"isom") + box("mdat", b"x"), "broken"),
    "a box that ends before it begins": (
        "video",
        "a.mp4",
        box("ftyp", b"isom") + b"\0\0\0\4moov",
        "broken",
    ),
    "boxes in boxes without end": (
        "video",
        "a.mp4",
        box("ftyp", b"isom")
        + b"".join((8 * (3000 - depth)).to_bytes(4, "big") + b"moov" for depth in range(3000)),
        "broken",
    ),
    "one frame of mp3": ("audio", "a.mp3", mp3_bytes(frames=1), "broken"),
    "text as mp3": ("audio", "a.mp3", b"ID3 is not enough" * 9, "broken"),
}


@pytest.mark.parametrize(("kind", "name", "data", "seconds"), GOOD.values(), ids=GOOD.keys())
def test_accepted(kind, name, data, seconds):
    clean = clean_recording(ContentFile(data, name=name), kind=kind)
    assert (clean.read(), clean.seconds) == (data, seconds)
    stem, extension = clean.name.rsplit(".", 1)
    assert (len(stem), extension) == (20, name.lower().rsplit(".", 1)[1])


@pytest.mark.parametrize(("kind", "name", "data", "code"), BAD.values(), ids=BAD.keys())
def test_refused_with_a_sentence(kind, name, data, code):
    with pytest.raises(ValidationError) as caught:
        clean_recording(ContentFile(data, name=name), kind=kind)
    assert caught.value.code == code
    assert caught.value.messages[0].endswith("。")


def test_too_large(settings):
    settings.MEDIA_RECORDING_MAX_BYTES = 1000
    with pytest.raises(ValidationError) as caught:
        clean_recording(ContentFile(mp4_bytes(), name="a.mp4"), kind="video")
    assert caught.value.code == "too_large"


def test_the_place_is_blanked_and_everything_else_stays_where_it_was():
    data = phone_bytes()
    clean = clean_recording(ContentFile(data, name="a.mp4"), kind="video").read()
    assert PLACE in data
    assert PLACE not in clean
    assert len(clean) == len(data)
    begin = data.index(b"udta")
    assert clean[:begin] == data[:begin]
    assert clean[begin : begin + 4] == b"free"
    after = data.index(b"mdat")
    assert clean[after:] == data[after:]
    assert containers.read_mp4(BytesIO(clean), len(clean)).private == []


@given(st.binary(max_size=400), st.sampled_from(["a.mp4", "a.webm", "b.m4a", "b.mp3"]))
def test_any_bytes_are_taken_or_refused(data, name):
    kind = "video" if name.startswith("a") else "audio"
    code = "taken"
    try:
        clean_recording(ContentFile(data, name=name), kind=kind)
    except ValidationError as refusal:
        code = refusal.code
    assert code in {"taken", "empty", "broken", "wrong_codec"}

"""Captions come out as plain WebVTT, from WebVTT and SRT alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.captions import NO_CUES, clean_captions

CLEAN = {
    "webvtt": (
        "WEBVTT\n\n00:01.000 --> 00:02.500\n上课\n",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n上课\n",
    ),
    "srt": (
        (
            "1\r\n00:00:01,000 --> 00:00:02,500\r\n上课\r\n同学们好\r\n\r\n2\r\n"
            "00:00:03,000 --> 00:00:04,000\r\n老师好"
        ),
        (
            "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n上课\n同学们好\n\n"
            "00:00:03.000 --> 00:00:04.000\n老师好\n"
        ),
    ),
    "a byte order mark": (
        "\ufeff1\n00:00:01,000 --> 00:00:02,500\n上课",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n上课\n",
    ),
    "styles, positions and markup": (
        (
            "WEBVTT\n\nSTYLE\n::cue { background: url(//x) }\n\nNOTE 草稿\n\n"
            "a\n00:01.000 --> 00:02.500 line:0 align:start\n<v 张老师><b>上课</b><script>x</script>"
        ),
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n上课x\n",
    ),
    "more than a day": (
        "100:00:01.000 --> 100:00:02.000\n还在上课",
        "WEBVTT\n\n100:00:01.000 --> 100:00:02.000\n还在上课\n",
    ),
}


@pytest.mark.parametrize(("text", "clean"), CLEAN.values(), ids=CLEAN.keys())
def test_clean(text, clean):
    assert clean_captions(text) == clean
    assert clean_captions(clean) == clean


@pytest.mark.parametrize("text", ["", "WEBVTT", "只是一段话。", "1\n00:00:01,000\n上课"])
def test_without_a_cue(text):
    with pytest.raises(ValueError, match=NO_CUES):
        clean_captions(text)


def test_a_cue_that_ends_before_it_begins_is_named():
    with pytest.raises(ValueError, match="字幕“下课”的结束时间早于开始时间"):
        clean_captions("00:02.000 --> 00:01.000\n下课")


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_stands_in_a_cue_is_one_cue_of_plain_words(before, words):
    try:
        clean = clean_captions(f"{before}\n\n00:01.000 --> 00:02.000\n{words}")
    except ValueError:
        return
    assert clean.startswith("WEBVTT\n\n00:")
    assert "<" not in clean
    assert clean_captions(clean) == clean

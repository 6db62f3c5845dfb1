"""Captions: WebVTT as browsers read it, from WebVTT or from the SRT that editing programs write.

Source: W3C WebVTT. Pure: text in, text out.
"""

import re

MAX_BYTES = 1024 * 1024
NO_CUES = "字幕文件里没有可用的字幕。请导出为 SRT 或 WebVTT（UTF-8 编码）后再上传。"

_TIME = r"(?:\d{2,}:)?[0-5]\d:[0-5]\d[.,]\d{3}"
TIMING = re.compile(rf"\s*({_TIME})\s+-->\s+({_TIME})(?:\s.*)?")
TAG = re.compile(r"<[^>]*>?")


def clean_captions(text: str) -> str:
    """Return ``text`` as WebVTT with times and words only: no styles, no markup, no positions.

    Raises ``ValueError`` with a sentence for the person who uploaded, if there is no cue, or one
    that ends before it begins.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    cues = []
    for block in re.split(r"\n{2,}", text):
        lines = block.strip("\n").split("\n")
        at = next((index for index, line in enumerate(lines) if TIMING.fullmatch(line)), None)
        if at is None or at > 1:
            continue  # the head, a note, a style
        times = TIMING.fullmatch(lines[at])
        words = [TAG.sub("", line).replace("-->", "→").strip() for line in lines[at + 1 :]]
        words = [line for line in words if line]
        if times is None or not words:
            continue
        start, end = (_plain(time) for time in times.groups())
        if _comparable(end) <= _comparable(start):
            raise ValueError(f"字幕“{words[0][:20]}”的结束时间早于开始时间，请检查后再上传。")
        cues.append("\n".join([f"{start} --> {end}", *words]))
    if not cues:
        raise ValueError(NO_CUES)
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


def _plain(time: str) -> str:
    time = time.replace(",", ".")
    return time if time.count(":") == 2 else f"00:{time}"


def _comparable(time: str) -> tuple[int, str]:
    hours, rest = time.split(":", 1)
    return int(hours), rest

"""What comparing two versions of a text costs, for everyday and for extreme lengths."""

import random
import statistics
import time
from collections.abc import Callable

ROUNDS = 5
PARAGRAPH = 150  # characters, as in a teacher's essay
WORDS = "老师 学生 课堂 读书 教育 时间 问题 方法 孩子 家长 思考 改变 的 了 在 和 ， 。".split()  # noqa: SIM905


def print_table() -> None:
    """Measure and print medians of CPU time."""
    from editorial.difference.pairing import paired
    from editorial.difference.words import diff_words

    def of_pieces(before: list[str], after: list[str]) -> None:
        for match in paired(_units(before), _units(after)):
            if match.before and match.after:
                diff_words(match.before.words, match.after.words)

    def of_words(before: list[str], after: list[str]) -> None:
        diff_words("".join(before), "".join(after))

    diff_words("暖机", "热身")  # the segmenter's dictionary
    print(f"\n{'difference':40}{'characters':>12}{'CPU ms':>9}")
    for length in (1_500, 50_000):
        before = _text(length, seed=1)
        _measure("one word changed in each paragraph", of_pieces, before, _edited(before))
        _measure("nothing in common", of_pieces, before, _text(length, seed=2))
        _measure("nothing in common, one paragraph", of_words, before, _text(length, seed=2))


def _measure(
    name: str, compare: Callable[[list[str], list[str]], None], before: list[str], after: list[str]
) -> None:
    milliseconds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        compare(before, after)
        milliseconds.append((time.process_time() - started) * 1000)
    print(f"{name:40}{sum(map(len, before)):12}{statistics.median(milliseconds):9.1f}")


def _text(length: int, *, seed: int) -> list[str]:
    chance = random.Random(seed)
    paragraphs = []
    while sum(map(len, paragraphs)) < length:
        text = ""
        while len(text) < PARAGRAPH:
            text += chance.choice(WORDS)
        paragraphs.append(text)
    return paragraphs


def _edited(paragraphs: list[str]) -> list[str]:
    return [f"{text[:70]}忽然{text[72:]}" for text in paragraphs]


def _units(paragraphs: list[str]) -> list:
    from editorial.difference.units import Text, Unit

    return [Unit("body", "", "p", (Text("body", "", text),)) for text in paragraphs]

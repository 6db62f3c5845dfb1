"""How long the word lists take: 50,000 words, 10,000 characters; the limit is 50 ms.

Needs a set-up Django with a database that may be written to; ``python -m benchmarks`` runs it.
"""

import random
import statistics
import time
from collections.abc import Callable
from io import BytesIO

WORDS, CHARACTERS, ROUNDS = 50_000, 10_000, 30
LIMIT_MS = 50


def print_figures() -> None:
    """Import the words, compare a text with them, print medians of CPU time."""
    from django.core.files.base import File

    from editorial.words.actions import import_words
    from editorial.words.lexicon import current_lexicon
    from editorial.words.workbook import read_words
    from people.models import User

    drawn = random.Random(50)
    words = _words(drawn)
    operator = User.objects.filter(is_superuser=True).first()
    file = File(BytesIO(_workbook(words)), name="words.xlsx")
    started = time.perf_counter()
    rows = read_words(file)
    print(f"\nreading a workbook of {WORDS} words: {time.perf_counter() - started:.1f} s")
    started = time.perf_counter()
    result = import_words(by=operator, list_name="基准词表", rows=rows)
    print(f"importing them: {time.perf_counter() - started:.1f} s")
    assert len(result.created) == WORDS
    started = time.perf_counter()
    lexicon = current_lexicon()
    print(f"building the automaton: {time.perf_counter() - started:.1f} s, once a process")

    text = _text(drawn, words)
    assert len(text) == CHARACTERS
    matches = len(lexicon.find(text))
    print(f"asking whether the lists changed: {_median_ms(current_lexicon):.1f} ms")
    median = _median_ms(lambda: current_lexicon().find(text))
    print(
        f"{CHARACTERS} characters, {matches} matches: {median:.1f} ms with that question "
        f"(limit {LIMIT_MS} ms)"
    )


def _median_ms(act: Callable[[], object]) -> float:
    figures = []
    for _ in range(ROUNDS):
        started = time.process_time()
        act()
        figures.append((time.process_time() - started) * 1000)
    return statistics.median(figures)


def _words(drawn: random.Random) -> list[str]:
    words: set[str] = set()
    while len(words) < WORDS:
        words.add(_characters(drawn, drawn.choice((2, 2, 3, 3, 4, 4, 5, 6))))
    return sorted(words)


def _text(drawn: random.Random, words: list[str]) -> str:
    """Return prose-like text: sentences of some 20 characters, a listed word in every tenth."""
    parts: list[str] = []
    length = 0
    while length < CHARACTERS:
        sentence = _characters(drawn, drawn.randint(12, 28)) + drawn.choice("，。；\n")
        if drawn.random() < 0.1:
            sentence = drawn.choice(words) + sentence
        parts.append(sentence)
        length += len(sentence)
    return "".join(parts)[:CHARACTERS]


def _characters(drawn: random.Random, count: int) -> str:
    # 3,000 neighbouring characters: as many as a newspaper uses.
    return "".join(chr(drawn.randint(0x4E00, 0x4E00 + 3000)) for _ in range(count))


def _workbook(words: list[str]) -> bytes:
    from openpyxl import Workbook

    from editorial.words.rows import COLUMNS, LEVELS

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(COLUMNS)
    levels = list(LEVELS)
    for number, word in enumerate(words):
        sheet.append([word, levels[number % len(levels)], "改写", ""])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()

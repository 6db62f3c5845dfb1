"""How long a new card takes: ``python -m benchmarks cards``, 200 of them over all designs.

The promise: p95 under 300 ms for a card that nobody asked for before. Drawing alone is measured, in
CPU time, of the passages of the demo and, each tenth, of a text of some 400 characters. Also what
cards add to the memory of the process, and what a kept one costs by its address.
"""

import itertools
import statistics
import time
from datetime import date, timedelta

CARDS = 200
LIMIT_MS = 300
ADDRESS = "https://portal.example/reading/passage/{day}/"
LONG = (
    "教师的工作，首先是读人的工作。一个孩子走进教室，他带来的不只是书包，还有昨夜的梦、清晨的争吵、"
    "路上看见的一只鸟。我们若只看见他的作业本，就等于没有看见他。"
) * 5


def print_figures() -> None:
    """Draw, print median and p95 in milliseconds, megabytes, and the time of a kept card."""
    from media.drawing import fonts
    from reading.cards.card import draw_card
    from reading.cards.designs import RATIOS, designs
    from reading.models import Passage

    if problem := fonts.problem():
        print(f"\ncards: {problem}")
        return
    texts = list(Passage.objects.values_list("text", "author", "source")) or [
        ("有教无类。", "孔子", "《论语·卫灵公》")
    ]
    kinds = itertools.cycle(itertools.product(designs(), RATIOS))
    milliseconds, sizes, first = [], [], 0.0
    start = _megabytes()
    for number in range(CARDS):
        text, author, source = texts[number % len(texts)]
        design, ratio = next(kinds)
        day = date(2025, 9, 1) + timedelta(days=number)
        began = time.process_time()
        content = draw_card(
            LONG[: 380 + number] if number % 10 == 9 else text, author, source,
            design=design, ratio=ratio, address=ADDRESS.format(day=day), label="每天读段“教育学”",
            site="虚构的教师网", day=day, form="webp" if number % 2 else "png",
        )  # fmt: skip
        taken = (time.process_time() - began) * 1000
        first = first or taken
        milliseconds.append(taken)
        sizes.append(len(content) / 1024)
    milliseconds.sort()
    p95 = milliseconds[int(CARDS * 0.95)]
    median = statistics.median(milliseconds)
    print(f"\n{CARDS} new cards: median {median:.0f} ms CPU, p95 {p95:.0f} ms")
    print(f"  (promised: p95 below {LIMIT_MS} ms); the process's first {first:.0f} ms")
    print(f"  {statistics.median(sizes):.0f} KB each; memory added {_megabytes() - start:.0f} MB")
    _print_kept()


def _print_kept() -> None:
    from django.test import Client
    from django.urls import reverse

    from reading.queries import passage_of_the_day

    day = passage_of_the_day()
    if day is None:
        return
    client = Client()
    address = reverse("reading:passage_card", args=[day.date, "leaf", "square", "webp"])
    client.get(address)
    taken = []
    for _ in range(30):
        began = time.process_time()
        assert client.get(address).status_code == 200
        taken.append((time.process_time() - began) * 1000)
    print(f"  a kept card by its address: {statistics.median(taken):.1f} ms CPU")


def _megabytes() -> float:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 / 1024**2

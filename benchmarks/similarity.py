"""What comparing a piece costs, with a store of many sources.

``SIMILARITY_SOURCES`` sets how many (default 5,000). Fingerprints are hashes and spread evenly, so
the bulk of the store is random numbers, as many as pieces of 1,000 characters have; the pieces
that a check reads and compares are real ones.
"""

import os
import random
import statistics
import time
import uuid
from collections.abc import Callable

ROUNDS = 20
LENGTH = 1_000
PRINTS = 118  # of 1,000 characters: 2 in 17
SOURCES = int(os.environ.get("SIMILARITY_SOURCES", "5000"))
WORDS = (
    "老师学生课堂孩子家长书本时间方法问题思考道理故事经验作业笔记讨论实验操场清晨夜晚春天秋雨窗外灯光"
    "声音目光手掌脚步黑板粉笔同伴校园阅读写作提问等待发现改变相信陪伴鼓励倾听观察记录忘记想起明白懂得"
)


def print_table() -> None:
    """Fill the store, measure, print medians of wall-clock time."""
    from django.db import connection

    from editorial.models import Fingerprint, SimilaritySource
    from editorial.similarity import actions, report_of
    from editorial.similarity.normalise import normalise
    from editorial.similarity.winnowing import winnow

    started = time.perf_counter()
    _fill(SOURCES)
    print(
        f"\n{SimilaritySource.objects.count()} sources, {Fingerprint.objects.count()} fingerprints"
        f" on {connection.vendor}: {time.perf_counter() - started:.0f} s"
    )
    chance = random.Random(1)
    text = _text(chance, 1_500)
    print(f"{'similarity':50}{'median ms':>12}{'worst ms':>12}")
    _measure("fingerprints of 1,500 characters", lambda: winnow(normalise(text).text))

    victims = [_handed_in(_text(chance, LENGTH)) for _ in range(12)]
    pieces = {
        "check of 1,000 characters, nothing in common": _text(chance, LENGTH),
        "check of 1,000 characters, 200 copied": _text(chance, 800) + victims[0][1][300:500],
        "check of 1,500 characters out of 12 pieces": "".join(t[100:225] for _, t in victims),
        "check of 20,000 characters, nothing in common": _text(chance, 20_000),
    }
    for name, words in pieces.items():
        page = _draft(words)
        revision_id = page.latest_revision_id
        _measure(name, lambda revision_id=revision_id: actions.check(revision_id=revision_id))
        report = report_of(revision_id)
        print(f"    {report.percent}% in {len(report.matches)} texts")
    page = victims[0][0]
    _measure("taking a piece of 1,000 characters in", lambda: actions.index(page_id=page.pk))


def _measure(name: str, work: Callable[[], object]) -> None:
    milliseconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        milliseconds.append((time.perf_counter() - started) * 1000)
    print(f"{name:50}{statistics.median(milliseconds):12.1f}{max(milliseconds):12.1f}")


def _text(chance: random.Random, length: int) -> str:
    return "".join(chance.choice(WORDS) for _ in range(length))


def _draft(words: str):
    from editorial import actions
    from people.models import User
    from reading.models import ReadingLogPage

    number = uuid.uuid4()
    author = User.objects.create_user(staff_number=str(number)[:12], name="林虚构")
    page = ReadingLogPage(title="读书笔记", body=[("paragraph", f"<p>{words}</p>")])
    return actions.create_draft(
        author=author, token=number, parent=ReadingLogPage.shelf(), page=page
    )


def _handed_in(words: str):
    from editorial.enums import Verdict
    from editorial.models import Decision
    from editorial.similarity import actions

    page = _draft(words)
    Decision.objects.create(
        page=page,
        revision_id=page.latest_revision_id,
        verdict=Verdict.SUBMIT,
        decided_by=page.owner,
    )
    actions.index(page_id=page.pk)
    return page, words


def _fill(sources: int) -> None:
    """Write pages, versions and sources without words, and their fingerprints."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from django.utils import timezone
    from wagtail.models import Page, Revision

    from editorial.models import SimilaritySource
    from reading.models import ReadingLogPage

    kind = ContentType.objects.get_for_model(ReadingLogPage)
    base = ContentType.objects.get_for_model(Page)
    top = Page.objects.order_by("-path").values_list("path", flat=True).first()[:4]
    now = timezone.now()
    step = 5_000
    for first in range(0, sources, step):
        numbers = range(first, min(first + step, sources))
        pages = Page.objects.bulk_create(
            Page(
                path=f"{top}ZZZZ{number:08d}",
                depth=4,
                title="稿件",
                draft_title="稿件",
                slug=f"similarity-{number}",
                content_type=kind,
                locale_id=1,
            )
            for number in numbers
        )
        revisions = Revision.objects.bulk_create(
            Revision(
                content_type=kind,
                base_content_type=base,
                object_id=str(page.pk),
                created_at=now,
                object_str="稿件",
                content={},
            )
            for page in pages
        )
        SimilaritySource.objects.bulk_create(
            SimilaritySource(page=page, revision=revision, characters=LENGTH)
            for page, revision in zip(pages, revisions, strict=True)
        )
    least = SimilaritySource.objects.order_by("pk").values_list("pk", flat=True).first()
    numbers = {
        "sqlite": (
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %s - 1)"
            " INSERT OR IGNORE INTO editorial_fingerprint (hash, source_id)"
            " SELECT random() AS h, %s + i / %s FROM n ORDER BY h"
        ),
        "postgresql": (
            "WITH n AS (SELECT generate_series(0, %s - 1) AS i)"
            " INSERT INTO editorial_fingerprint (hash, source_id)"
            " SELECT ((random() - 0.5) * 1.8e19)::bigint, %s + i / %s FROM n"
            " ON CONFLICT DO NOTHING"
        ),
    }
    with connection.cursor() as cursor:
        cursor.execute(numbers[connection.vendor], [sources * PRINTS, least, PRINTS])
        cursor.execute("ANALYZE")

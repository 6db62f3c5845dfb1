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
# Numbers far from those of real pages, which the measured pieces get. The links of the sources lead
# nowhere, which a database asks about at the time of writing only.
FIRST = 1_000_000
FILL = {
    "sqlite": """
        PRAGMA foreign_keys = OFF;
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %(sources)s - 1)
        INSERT INTO editorial_similaritysource (id, page_id, revision_id, characters, indexed_at)
        SELECT %(first)s + i, %(first)s + i, %(first)s + i, %(length)s, '2026-01-01' FROM n;
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %(all)s - 1)
        INSERT OR IGNORE INTO editorial_fingerprint (hash, source_id)
        SELECT random() AS h, %(first)s + i / %(prints)s FROM n ORDER BY h;
        ANALYZE
    """,
    "postgresql": """
        SET session_replication_role = replica;
        INSERT INTO editorial_similaritysource (id, page_id, revision_id, characters, indexed_at)
        SELECT %(first)s + i, %(first)s + i, %(first)s + i, %(length)s, now()
        FROM generate_series(0, %(sources)s - 1) AS i;
        INSERT INTO editorial_fingerprint (hash, source_id)
        SELECT ((random() - 0.5) * 1.8e19)::bigint, %(first)s + i / %(prints)s
        FROM generate_series(0, %(all)s - 1) AS i ON CONFLICT DO NOTHING;
        SET session_replication_role = DEFAULT;
        ANALYZE
    """,
}


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
    """Write sources without pages and their fingerprints, as fast as the database can."""
    from django.db import connection

    figures = {
        "sources": sources,
        "all": sources * PRINTS,
        "prints": PRINTS,
        "first": FIRST,
        "length": LENGTH,
    }
    with connection.cursor() as cursor:
        for statement in FILL[connection.vendor].split(";"):
            cursor.execute(statement, figures)

"""How long the reviewers' queue takes with 50 and with 5,000 open pieces beside 160,000 versions.

Needs a set-up Django with the demo's content in a database that may be written to;
``python -m benchmarks`` runs it. The promise: the long queue costs less than 1.5 times the short.
"""

import statistics
import time

ROUNDS = 30
SHORT, LONG = 50, 5_000
REVISIONS = 160_000
BATCH = 4_000
LIMIT = 1.5
ADDRESS = "/my/reviews/"


def print_figures() -> None:
    """Fill the tables, open the queue at both lengths, print medians of CPU time and the ratio."""
    from django.test import Client

    from editorial import actions
    from editorial.enums import Step
    from editorial.models import QueueEntry
    from people.models import User
    from tests.editorial.factories import log_draft
    from tests.editorial.queues import lengthen

    editor = User.objects.get(staff_number="editor1")
    author = User.objects.get(staff_number="teacher1")
    piece = log_draft(author, title="排队的稿件")
    actions.submit(page_id=piece.pk, author=author)
    entry = QueueEntry.objects.get(page=piece)
    QueueEntry.objects.exclude(pk=entry.pk).delete()
    assert entry.step == Step.FIRST
    _fill_revisions(piece)
    client = Client()
    client.force_login(editor)
    print(f"\n{'queue, open pieces':40}{'queries':>8}{'CPU ms':>9}")
    medians = {}
    for amount in (SHORT, LONG):
        lengthen(entry, amount)
        medians[amount], queries = _measured(client, amount)
        print(f"{amount:<40}{queries:8}{medians[amount]:9.1f}")
    ratio = medians[LONG] / medians[SHORT]
    print(f"ratio beside {REVISIONS} versions: {ratio:.2f} (promised: below {LIMIT})")


def _measured(client, amount: int) -> tuple[float, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        answer = client.get(ADDRESS)
    queries = len(captured)  # the next request empties the log
    assert f"{amount} 篇等您处理" in answer.content.decode()
    milliseconds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        client.get(ADDRESS)
        milliseconds.append((time.process_time() - started) * 1000)
    return statistics.median(milliseconds), queries


def _fill_revisions(piece) -> None:
    from django.utils import timezone
    from wagtail.models import Revision

    first = piece.latest_revision
    now = timezone.now()
    missing = REVISIONS - Revision.objects.count()
    for start in range(0, missing, BATCH):
        Revision.objects.bulk_create(
            Revision(
                content_type_id=first.content_type_id,
                base_content_type_id=first.base_content_type_id,
                # Of pieces that do not exist: they only have to fill the table and its indexes.
                object_id=str(1_000_000 + number // 4),
                created_at=now,
                user_id=first.user_id,
                object_str="旧稿",
                content={"title": "旧稿", "summary": "摘要" * 50},
            )
            for number in range(start, min(start + BATCH, missing))
        )

"""What a scenario needs in the database; runs inside a set-up Django, prints JSON.

python -m benchmarks.load.filling teachers|queue|pages
"""

import json
import sys
from typing import Any

from benchmarks.load.scenarios import EDITORS, QUEUE, TEACHERS


def teachers() -> dict[str, Any]:
    """Accounts of all teachers, with a session each and a record of days and of one book."""
    from django.urls import reverse
    from django.utils import timezone

    from benchmarks.load_passage import _make_teachers, _sign_in
    from people.models import User
    from reading.models import DayRecord, ReadingRecord, Work

    _make_teachers(TEACHERS)
    users = list(User.objects.filter(staff_number__regex=r"^qu\d").order_by("pk")[:TEACHERS])
    today = timezone.localdate()
    DayRecord.objects.bulk_create(
        (DayRecord(reader=user, since=today) for user in users), ignore_conflicts=True
    )
    work = Work.objects.order_by("pk").first()
    ReadingRecord.objects.bulk_create(
        (ReadingRecord(reader=user, work=work, state="reading") for user in users[:100]),
        ignore_conflicts=True,
    )
    records = dict(
        ReadingRecord.objects.filter(work=work, reader__in=users[:100]).values_list("reader", "pk")
    )
    keys = _sign_in(users)
    return {
        "sessions": list(keys.values()),
        "writers": [[keys[pk], record] for pk, record in records.items()],
        "mark": reverse("days:mark"),
    }


def queue() -> dict[str, Any]:
    """As many editors, and a queue that they all see."""
    from benchmarks.load_passage import _sign_in
    from editorial import actions
    from editorial.models import QueueEntry
    from people.models import User
    from people.roles import Role
    from tests.editorial.factories import log_draft
    from tests.editorial.queues import lengthen
    from tests.people.factories import UserFactory

    if QueueEntry.objects.count() < QUEUE:
        piece = log_draft(User.objects.get(staff_number="teacher1"), title="排队的稿件")
        actions.submit(page_id=piece.pk, author=piece.owner)
        lengthen(QueueEntry.objects.get(page=piece), QUEUE)
    editors = list(User.objects.filter(staff_number__startswith="load-editor"))
    editors += [
        UserFactory(staff_number=f"load-editor-{number}", phone=None, role=Role.EDITOR)
        for number in range(len(editors), EDITORS)
    ]
    return {"editors": list(_sign_in(editors).values())}


def pages() -> dict[str, Any]:
    """Addresses: the few that everybody opens, and the many that somebody does."""
    from portal.queries import public_pages

    all_pages = [page.get_url() for page in public_pages() if page.depth > 2]
    few = ["/", "/stories/", "/reading/", "/forums/", "/workshops/", *all_pages[:5]]
    return {"few": few, "many": [path for path in all_pages if path not in few]}


def main() -> int:
    """Prepare what is asked for; a second time changes nothing that matters."""
    import django

    django.setup()
    made: dict[str, Any] = {}
    for name in sys.argv[1:]:
        made |= {"teachers": teachers, "queue": queue, "pages": pages}[name]()
    print(json.dumps(made))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Reading groups of the demo: one that is being read, one that has ended."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Page

from home.demo import source
from home.demo.clock import at, moment
from home.demo.people import Cast
from reading.models import ReadingGroup, Work
from reading.together import actions, queries


def make_groups(cast: Cast, works: dict[str, Work], pieces: dict[str, Page]) -> int:
    """Make the groups with their weeks and notes, each written in its week.

    Args:
        cast: units and accounts.
        works: by title.
        pieces: by slug; a closing salon is one of them.

    Returns:
        how many groups there are.
    """
    rows = source.texts("together")["group"]
    for row in rows:
        _make_group(row, cast, works[row["book"]], pieces)
    return len(rows)


def _make_group(row: dict, cast: Cast, work: Work, pieces: dict[str, Page]) -> None:
    now, leader = timezone.now(), cast.accounts[row["leader"]]
    begun = -7 * row["weeks_ago"]
    with at(moment(now, begun - 3)):
        group = actions.create_group(
            by=leader,
            title=row["title"],
            work=work,
            audience=row["audience"],
            first_day=timezone.localdate(now) + timedelta(days=begun),
            weeks=len(row["weeks"]),
            about=row["about"],
            unit=cast.units[row["unit"]] if "unit" in row else None,
            host_page=queries.workshops_of(leader)[0] if row.get("workshop") else None,
        )
        texts = {
            number: actions.WeekText(reading=reading, question=question)
            for number, (reading, question) in enumerate(row["weeks"], start=1)
        }
        actions.write_weeks(group_id=group.pk, by=leader, texts=texts)
        for number in row["members"]:
            actions.join(group_id=group.pk, reader=cast.accounts[number])
    _write(group, row, cast, begun)
    if row.get("salon"):
        page_id = pieces[row["salon"]].pk
        actions.name_salon(group_id=group.pk, by=leader, page_id=page_id)
    if row.get("closed"):
        with at(moment(now, begun + 7 * len(row["weeks"]) + 1)):
            actions.close_group(group_id=group.pk, by=leader)


def _write(group: ReadingGroup, row: dict, cast: Cast, begun: int) -> None:
    now = timezone.now()
    for order, (number, author, text) in enumerate(row["notes"]):
        with at(moment(now, begun + 7 * (number - 1) + order % 3, 19, order * 7)):
            actions.write_note(
                group_id=group.pk, number=number, author=cast.accounts[author], text=text
            )

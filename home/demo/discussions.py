"""Discussions of the demo: at a book, an event, a workshop and a passage."""

import uuid
from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone
from wagtail.models import Page

from discussions import actions
from discussions.enums import State
from discussions.models import Contribution, PlaceRule, Version
from home.demo import source
from home.demo.clock import at, moment
from home.demo.people import Cast
from people.models import User
from reading.models import PassageDay, Work

EDITORS = ("editor1", "editor2")
TRUSTED_AFTER = 3


def make_discussions(
    cast: Cast, works: dict[str, Work], pieces: dict[str, Page], workshops: Mapping[str, Page]
) -> int:
    """Write the topics with their replies, each on its day, read by the editors.

    Args:
        cast: units and accounts.
        works: by title; pieces, workshops: by slug.

    Returns:
        how many topics there are.
    """
    PlaceRule.objects.create(kind="book", trusted_after=TRUSTED_AFTER)
    rows = source.texts("discussions")["topic"]
    for row in rows:
        place = _place(row["at"], works, pieces, workshops)
        if place:
            _make_topic(row, place, cast)
    return len(rows)


def _place(
    where: dict[str, str],
    works: dict[str, Work],
    pieces: dict[str, Page],
    workshops: Mapping[str, Page],
) -> tuple[str, int] | None:
    [(kind, name)] = where.items()
    if kind == "book":
        return kind, works[name].pk
    if kind == "event":
        return kind, pieces[name].pk
    if kind == "workshop":
        return kind, workshops[name].pk
    days = PassageDay.objects.on_or_before(timezone.localdate())
    day = days.first()
    return (kind, day.passage_id) if day else None


def _make_topic(row: dict, place: tuple[str, int], cast: Cast) -> None:
    now = timezone.now()
    kind, place_id = place
    with at(moment(now, -row["days_ago"], 19)):
        opening = actions.open_topic(
            author=cast.accounts[row["author"]],
            kind=kind,
            place_id=place_id,
            title=row["title"],
            text=row["text"],
            token=uuid.uuid4(),
        )
        _read(opening, cast, 0)
    posts = [opening]
    for number, (author, days, text, state, *quoting) in enumerate(row["replies"], start=1):
        when = min(moment(now, -days, 20, number * 5), now - timedelta(minutes=1))
        with at(when):
            quoted = {"quoted_id": posts[quoting[0]].pk, "quote": quoting[1]} if quoting else {}
            post = actions.reply(
                author=cast.accounts[author],
                topic_id=opening.topic_id,
                text=text,
                token=uuid.uuid4(),
                **quoted,
            )
            if state == "shown":
                _read(post, cast, number)
        posts.append(post)


def _read(post: Contribution, cast: Cast, number: int) -> None:
    """Let an editor approve what waits of a contribution."""
    editor: User = cast.accounts[EDITORS[number % len(EDITORS)]]
    for version in Version.objects.filter(contribution=post, state=State.WAITING):
        actions.approve(version_id=version.pk, by=editor)

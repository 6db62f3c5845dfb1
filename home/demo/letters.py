"""What the demo's readers wrote to the editors, and how often its pages were opened."""

from dataclasses import replace
from datetime import date, timedelta

from django.utils import timezone
from wagtail.models import Page

from feedback.enums import Kind
from feedback.letters import actions
from feedback.letters.actions import Place
from feedback.models import Letter, PageViews
from feedback.proof.challenges import issue
from home.demo import source
from home.demo.clock import at, moment
from home.demo.people import Cast
from people.models import User
from portal.queries import public_pages

EDITOR = "editor1"
COUNTED_DAYS = 45


def make_letters(cast: Cast, pieces: dict[str, Page]) -> int:
    """Write the letters, each on its day, and let an editor see to some of them.

    Args:
        cast: units and accounts.
        pieces: by slug.

    Returns:
        how many there are.
    """
    rows = source.texts("letters")["letter"]
    editor = cast.accounts[EDITOR]
    for row in rows:
        when = moment(timezone.now(), -row["days_ago"], 16)
        with at(when):
            letter = _send(row, cast, pieces)
        with at(min(when + timedelta(hours=3), timezone.now())):
            _handle(letter, row, editor)
    return len(rows)


def _send(row: dict, cast: Cast, pieces: dict[str, Page]) -> Letter:
    page = pieces.get(row.get("page", ""))
    kind = Kind.CORRECTION if row.get("quote") else Kind.SUGGESTION
    place = Place(kind, path=row.get("path", "") or (page.get_url() if page else ""), page=page)
    author = cast.accounts.get(row.get("author", ""))
    asked = issue(form=place.form, user_id=author.pk if author else 0, bits=0)
    # Written in a minute; by a program, where the row says that it is held.
    asked = replace(asked, issued_at=asked.issued_at - 60)
    return actions.send(
        place=place,
        author=author,
        challenge=asked.signed,
        counter="0",
        answer="",
        bait="http://" if row["state"] == "held" else "",
        text=row["text"],
        quote=row.get("quote", ""),
        contact=row.get("contact", ""),
    )


def _handle(letter: Letter, row: dict, editor: User) -> None:
    if row["state"] == "taken":
        actions.take(letter_id=letter.pk, by=editor)
    elif row["state"] == "answered":
        actions.answer(letter_id=letter.pk, by=editor, reply=row["reply"])
    elif row["state"] == "closed":
        actions.close(letter_id=letter.pk, by=editor, reply=row["reply"])


def make_views(today: date) -> int:
    """Let the public pages have been opened for some weeks; returns how many rows that makes.

    The numbers are made up, and the same for the same day.
    """
    rows = []
    for pk in public_pages().filter(depth__gt=1).values_list("pk", flat=True):
        for ago in range(COUNTED_DAYS):
            day = today - timedelta(days=ago)
            # Schools read on working days, and a little more every week.
            views = (pk * 7 + day.toordinal() * 13) % 9 + (5 if day.weekday() < 5 else 0) - ago // 9
            if views > 0:
                rows.append(PageViews(page_id=pk, first_day=day, views=views))
    PageViews.objects.bulk_create(rows, batch_size=1_000)
    return len(rows)

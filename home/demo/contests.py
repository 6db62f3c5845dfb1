"""The demo's contest: entries are in, drawn, and half of the jurors have handed in."""

import io
import zipfile
from datetime import datetime, time, timedelta
from decimal import Decimal
from html import escape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.models import Page

from forums.contests import actions
from forums.models import Assignment, Contest, Entry
from home.demo import source
from home.demo.clock import at, moment
from home.demo.people import Cast

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
COMMENTS = (
    "目标写得实，学生知道要做什么。",
    "过程清楚，最后一步还可以再留一点时间。",
    "追问问得好。",
)


def make_contests(cast: Cast, pieces: dict[str, Page]) -> int:
    """Make the contests of events, each step on its day.

    Args:
        cast: units and accounts.
        pieces: by slug.

    Returns:
        how many entries there are.
    """
    for row in source.texts("contests")["contest"]:
        _make(row, cast, pieces[row["event"]])
    return Entry.objects.count()


def _make(row: dict, cast: Cast, page: Page) -> None:
    now = timezone.now()
    with at(moment(now, -row["opened_days_ago"])):
        contest = _set(row, page)
    for order, entry in enumerate(row["entry"]):
        with at(moment(now, -row["closed_days_ago"] - 3, 9 + order)):
            _enter(entry, cast, contest)
    with at(moment(now, -row["closed_days_ago"] + 1)):
        for number in row["jurors"]:
            user = cast.accounts[number]
            actions.add_juror(page_id=page.pk, by=page.owner, user=user)
        actions.draw_lots(page_id=page.pk, by=page.owner)
    with at(moment(now, -1, 20)):
        _score(row, contest)


def _set(row: dict, page: Page) -> Contest:
    return actions.set_contest(
        page_id=page.pk,
        by=page.owner,
        values={
            "entry_closes_at": _on_day(-row["closed_days_ago"]),
            "judging_ends_at": _on_day(row["judged_in"]),
            "jurors_per_entry": row["jurors_per_entry"],
            "objection_days": row["objection_days"],
        },
        groups=[actions.GroupRow(title, stage=stage) for title, stage in row["groups"]],
        criteria=[
            actions.CriterionRow(title, weight, about) for title, weight, about in row["criteria"]
        ],
        levels=[actions.LevelRow(title, most) for title, most in row["levels"]],
    )


def _on_day(days: int) -> datetime:
    # From the real day: inside ``at`` the clock stands on another one.
    day = datetime.now(tz=timezone.get_current_timezone()).date() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(18)))


def _enter(row: dict, cast: Cast, contest: Contest) -> None:
    user = cast.accounts[row["by"]]
    entry = actions.enter(
        page_id=contest.page_id,
        user=user,
        group_id=contest.groups.get(title=row["group"]).pk,
        title=row["title"],
        names_public=row["names_public"],
        work_public=row["work_public"],
    )
    upload = SimpleUploadedFile("教学设计.docx", document([row["title"], *row["text"]]))
    actions.add_file(entry_id=entry.pk, by=user, file=upload)


def _score(row: dict, contest: Contest) -> None:
    rows = Assignment.objects.standing().filter(
        entry__contest=contest, juror__user__staff_number__in=row["scored"]
    )
    criteria = list(contest.criteria.all())
    for each in rows.select_related("entry", "juror__user").order_by("entry__blind_number"):
        number = each.entry.blind_number or 0
        points = {
            criterion.pk: Decimal(14 + (number * 3 + order * 2 + each.juror_id) % 6) / 2
            for order, criterion in enumerate(criteria)
        }
        actions.score(
            page_id=contest.page_id,
            blind_number=number,
            by=each.juror.user,
            points=points,
            comment=COMMENTS[number % len(COMMENTS)],
            hand_in=True,
        )


def document(paragraphs: list[str]) -> bytes:
    """Return a Word document with these paragraphs."""
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
        for text in paragraphs
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPE}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return output.getvalue()

"""Contests at every stage, made through their actions."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfWriter

from editorial.models import Notification
from forums.contests import actions
from forums.contests.actions import CriterionRow, GroupRow, LevelRow
from forums.models import Assignment, Contest, ContestGroup, Entry, ForumEventPage, Juror
from people.models import User
from tests.forums.factories import make_event
from tests.people.factories import TeacherFactory

VALUES: dict[str, Any] = {
    "entry_opens_at": None,
    "jurors_per_entry": 2,
    "drop_highest": 0,
    "drop_lowest": 0,
    "combine": "mean",
    "places": 2,
    "ties": "up",
    "order": "name",
    "shows_scores": False,
    "bars_centre": False,
    "most_files": 3,
    "objection_days": 5,
}
GROUPS = [GroupRow("小学组", stage="primary"), GroupRow("初中组", stage="junior")]
CRITERIA = [CriterionRow("设计", 60), CriterionRow("表达", 40)]
LEVELS = [LevelRow("一等奖", 1), LevelRow("二等奖", 2)]


def make_contest(owner: User | None = None, *, page: Any = None, **values: Any) -> Contest:
    """Return a contest that takes entries now."""
    page = page or make_event(owner, event_kind="contest", title="虚构基本功大赛")
    now = timezone.now()
    rows = {
        "groups": values.pop("groups", GROUPS),
        "criteria": values.pop("criteria", CRITERIA),
        "levels": values.pop("levels", LEVELS),
    }
    times = {
        "entry_closes_at": now + timedelta(days=1),
        "judging_ends_at": now + timedelta(days=3),
    }
    return actions.set_contest(
        page_id=page.pk, by=page.owner, values=VALUES | times | values, **rows
    )


def first_group(contest: Contest) -> ContestGroup:
    """Return the first group."""
    return contest.groups.order_by("order").first()


def pdf(author: str = "", name: str = "课例.pdf") -> SimpleUploadedFile:
    """Return a PDF that says who wrote it."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": author or "虚构作者", "/Title": "虚构作者的课"})
    output = BytesIO()
    writer.write(output)
    return SimpleUploadedFile(name, output.getvalue())


def docx(author: str, text: str = "一节课") -> bytes:
    """Return a Word file that says who wrote it, in its properties and in a tracked change."""
    output = BytesIO()
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with ZipFile(output, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{word}"><w:body><w:p><w:ins w:id="1" w:author="{author}">'
            f"<w:r><w:t>{text}</w:t></w:r></w:ins></w:p></w:body></w:document>",
        )
        package.writestr("docProps/core.xml", f"<cp><creator>{author}</creator></cp>")
        package.writestr("docProps/app.xml", f"<p><Company>{author}的学校</Company></p>")
        package.writestr(
            "word/comments.xml",
            f'<w:comments xmlns:w="{word}"><w:comment w:author="{author}" w:initials="x"/>'
            "</w:comments>",
        )
    return output.getvalue()


def enter(contest: Contest, user: User | None = None, **values: Any) -> Entry:
    """Return an entry without files; of a teacher of a school of their own."""
    defaults = {"group_id": first_group(contest).pk, "title": "虚构的一课"}
    return actions.enter(
        page_id=contest.page_id, user=user or TeacherFactory(), **defaults | values
    )


def with_file(entry: Entry) -> Entry:
    """Give an entry a file without the work of taking it in."""
    from media.actions import add_document

    content = pdf().read()
    document = add_document(
        user=entry.contestant, file=SimpleUploadedFile("x.pdf", content), title="参赛作品"
    )
    entry.files.create(document=document, own_name="我的.pdf")
    return entry


def add_juror(contest: Contest, user: User | None = None, **values: Any) -> Juror:
    """Let somebody judge."""
    by = contest.page.owner
    return actions.add_juror(
        page_id=contest.page_id, by=by, user=user or TeacherFactory(), **values
    )


def close(contest: Contest) -> None:
    """End the time of entering."""
    now = timezone.now()
    Contest.objects.filter(pk=contest.pk).update(
        entry_opens_at=now - timedelta(days=2), entry_closes_at=now - timedelta(seconds=1)
    )


def make_drawn(entries: int = 2, jurors: int = 2, **values: Any) -> Contest:
    """Return a contest whose entries were given to jurors."""
    contest = make_contest(**values)
    for _ in range(entries):
        with_file(enter(contest))
    for _ in range(jurors):
        add_juror(contest)
    close(contest)
    actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
    contest.refresh_from_db()
    return contest


def points(contest: Contest, value: Any = "8") -> dict[int, Decimal]:
    """Return the same points for all criteria."""
    return {row.pk: Decimal(value) for row in contest.criteria.all()}


def judge(assignment: Assignment, value: Any = "8", comment: str = "扎实") -> Assignment:
    """Hand in points."""
    contest = assignment.entry.contest
    return actions.score(
        page_id=contest.page_id,
        blind_number=assignment.entry.blind_number,
        by=assignment.juror.user,
        points=points(contest, value),
        comment=comment,
        hand_in=True,
    )


def judge_all(contest: Contest, value: Any = "8") -> None:
    """Hand in all points."""
    for assignment in Assignment.objects.standing().filter(entry__contest=contest):
        judge(assignment, value)


def make_published(entries: int = 2, **values: Any) -> Contest:
    """Return a contest whose results are public."""
    contest = make_drawn(entries, **values)
    judge_all(contest)
    actions.publish(page_id=contest.page_id, by=contest.page.owner)
    contest.refresh_from_db()
    return contest


def page_of(contest: Contest) -> ForumEventPage:
    """Return the event, read anew."""
    return ForumEventPage.objects.get(pk=contest.page_id)


def told(user: User) -> list[str]:
    """Return what somebody was told."""
    return list(Notification.objects.filter(recipient=user).values_list("text", flat=True))

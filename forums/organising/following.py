"""What follows an event: next year's from this one's, and the draft of its report."""

import uuid
from datetime import datetime, timedelta
from html import escape

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from editorial import actions
from editorial.errors import NotPossible
from editorial.models import Submission
from forums.contests.actions import copy_contest
from forums.hooks import how_many_came
from forums.models import (
    Admission,
    AgendaItem,
    EventSession,
    ForumEventPage,
    Question,
    Speaker,
)
from forums.organising.queries import numbers_of
from forums.registration.actions.locking import require_organiser
from people.models import User

# 52 weeks: the same day of the week, a year later.
A_YEAR = timedelta(weeks=52)
PLAIN = (
    "title",
    "summary",
    "event_kind",
    "mode",
    "place",
    "series_id",
    "organising_page_id",
    "cover_id",
    "audience",
    "byline",
)
OF_ADMISSION = ("capacity", "needs_approval", "offer_hours", "confirm_hours_before")


@transaction.atomic
def clone(*, page_id: int, by: User, token: uuid.UUID) -> Submission:
    """Return the draft of the next event of this kind: text, agenda, sessions, questions, contest.

    Times lie 52 weeks later. What was decided about the old one (seats of units, the online link,
    materials, the report; of a contest entries, jurors and points) stays with it. The same
    ``token`` makes one draft.

    Raises:
        ReviewRefused: ``by`` does not run the event.
        NotPossible: there is none.
    """
    old = ForumEventPage.objects.filter(pk=page_id).first()
    shelf = ForumEventPage.shelf()
    if old is None or shelf is None:
        raise NotPossible("没有这场活动。")
    require_organiser(by, old)
    new = ForumEventPage(
        body=old.body,
        starts_at=_later(old.starts_at),
        ends_at=_later(old.ends_at),
        is_demo=old.is_demo,
        **{name: getattr(old, name) for name in PLAIN},
    )
    new.agenda = [
        AgendaItem(time=row.time, title=row.title, speaker=row.speaker, sort_order=row.sort_order)
        for row in old.agenda.all()
    ]
    new.speakers = [
        Speaker(
            name=row.name,
            affiliation=row.affiliation,
            introduction=row.introduction,
            sort_order=row.sort_order,
        )
        for row in old.speakers.all()
    ]
    new.sessions = [_next_session(row) for row in old.sessions.all()]
    new.tags.set(old.tag_names)
    draft = actions.create_draft(author=by, token=token, parent=shelf, page=new)
    _clone_admission(old, draft)
    copy_contest(old=old, new=draft, by=by, later=A_YEAR)
    return draft


def _later(moment: datetime | None) -> datetime | None:
    return moment + A_YEAR if moment else None


def _next_session(row: EventSession) -> EventSession:
    return EventSession(
        title=row.title,
        starts_at=_later(row.starts_at),
        ends_at=_later(row.ends_at),
        room=row.room,
        speaker_names=row.speaker_names,
        planned_quarters=row.planned_quarters,
        hours_basis=row.hours_basis,
        sort_order=row.sort_order,
    )


def _clone_admission(old: ForumEventPage, new: Submission) -> None:
    before = Admission.objects.filter(page=old).first()
    if before is None or Admission.objects.filter(page_id=new.pk).exists():
        return
    admission = Admission.objects.create(
        page=new,
        opens_at=_later(before.opens_at),
        closes_at=_later(before.closes_at),
        **{name: getattr(before, name) for name in OF_ADMISSION},
    )
    Question.objects.bulk_create(
        Question(
            admission=admission,
            label=row.label,
            kind=row.kind,
            options=row.options,
            is_required=row.is_required,
            order=row.order,
        )
        for row in before.questions.filter(retired_at=None)
    )


def report_facts(page: ForumEventPage) -> list[str]:
    """Return the sentences of a report that the portal knows already. Queries: ≤ 6."""
    lines = [_when_and_where(page)]
    speakers = [
        f"{row.name}（{row.affiliation}）" if row.affiliation else row.name
        for row in page.speakers.all()
    ]
    if speakers:
        lines.append(f"主讲：{'、'.join(speakers)}。")
    lines += [_of_session(row) for row in page.sessions.all()]
    numbers = numbers_of(page)
    came = how_many_came(page.pk)
    if numbers["admitted"]:
        lines.append(f"报名成功 {numbers['admitted']} 人。")
    if came is not None:
        lines.append(f"签到 {came} 人。")
    return lines


def _when_and_where(page: ForumEventPage) -> str:
    if page.starts_at is None:
        return f"“{page.title}”已经举行。"
    day = timezone.localtime(page.starts_at)
    where = f"在{page.place}" if page.place else ""
    how = "" if page.mode == page.Mode.ON_SITE else f"（{page.get_mode_display()}）"
    return f"{day.year}年{day.month}月{day.day}日，“{page.title}”{where}举行{how}。"


def _of_session(row: EventSession) -> str:
    by = f"，{row.speaker_names}主讲" if row.speaker_names else ""
    return f"{row.title}{by}。"


@transaction.atomic
def draft_report(*, page_id: int, by: User) -> Submission:
    """Begin the report of an event with what the portal knows; its author writes the rest.

    The draft then takes the road of every change of a public text.

    Raises:
        ReviewRefused: somebody else wrote the event; NotPossible: it is not over, or in review.
        ValidationError: there are words of a report already (``report``).
    """
    page = ForumEventPage.objects.filter(pk=page_id).first()
    if page is None:
        raise NotPossible("没有这场活动。")
    if page.ends_at is None or page.ends_at > timezone.now():
        raise NotPossible("活动还没有结束，结束以后再写报道。")
    if page.get_latest_revision_as_object().report:
        raise ValidationError({"report": "报道已经开了头，请接着写。"})
    text = "".join(f"<p>{escape(line)}</p>" for line in report_facts(page))

    def write(draft: Submission) -> None:
        draft.report = [("paragraph", text)]

    return actions.update_draft(
        author=by, page_id=page_id, write=write, base_revision_id=page.latest_revision_id
    )

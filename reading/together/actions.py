"""What changes a reading group. Who may not see one cannot do anything with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from editorial.errors import NotPossible, ReviewRefused
from editorial.notices import rules as rules_of_notices
from editorial.notices.actions import write
from editorial.rules import Answer
from people.models import Unit, User
from reading.models import GroupMember, GroupNote, GroupWeek, ReadingGroup, Work
from reading.together import rules
from reading.together.queries import (
    events_to_choose,
    units_of,
    visible_groups,
    workshops_of,
)


@dataclass(frozen=True)
class WeekText:
    """What an organiser types about one week."""

    from_page: int | None = None
    to_page: int | None = None
    reading: str = ""
    question: str = ""


@transaction.atomic
def create_group(
    *,
    by: User,
    title: str,
    work: Work,
    audience: str,
    first_day: date,
    weeks: int,
    pages: int | None = None,
    about: str = "",
    unit: Unit | None = None,
    host_page: Page | None = None,
) -> ReadingGroup:
    """Begin a group with its weeks; whoever leads it reads along. The same sent twice makes one.

    Args:
        by: a school administrator over ``unit``, or the host of the workshop ``host_page``.
        title, work, about: what is read, and the words for those who may join.
        audience: value of ``ReadingGroup.Audience``.
        first_day: any day of the first week.
        weeks: how many, 1 to ``rules.MOST_WEEKS``.
        pages: of the book, to be spread over the weeks.

    Raises:
        ReviewRefused: ``by`` may not begin a group there.
        ValidationError: an audience or a number that cannot be, by field.
    """
    _require_place(by, unit, host_page)
    _check_audience(audience, has_unit=unit is not None)
    _check_plan(weeks, pages)
    by = User.objects.select_for_update().get(pk=by.pk)  # two clicks, one group
    planned = rules.plan(first_day, weeks, pages)
    values = {"title": title, "work": work, "starts_on": planned[0].starts_on, "closed_at": None}
    same = ReadingGroup.objects.filter(organiser=by, unit=unit, host_page=host_page, **values)
    if existing := same.first():
        return existing
    group = ReadingGroup.objects.create(
        organiser=by,
        unit=unit,
        host_page=host_page,
        audience=audience,
        about=about,
        ends_on=rules.last_day(first_day, weeks),
        **values,
    )
    GroupWeek.objects.bulk_create(
        GroupWeek(
            group=group,
            number=week.number,
            starts_on=week.starts_on,
            from_page=week.from_page,
            to_page=week.to_page,
        )
        for week in planned
    )
    GroupMember.objects.create(group=group, user=by, joined_at=timezone.now())
    return group


@transaction.atomic
def change_group(*, group_id: int, by: User, title: str, about: str, audience: str) -> ReadingGroup:
    """Change the words of a group and who may join; members stay members.

    Raises:
        ReviewRefused, NotPossible: see ``_led``.
        ValidationError: a workshop's group kept to a unit.
    """
    group = _led(group_id, by)
    _check_audience(audience, has_unit=group.unit_id is not None)
    group.title, group.about, group.audience = title, about, audience
    group.save(update_fields=["title", "about", "audience"])
    return group


@transaction.atomic
def change_plan(
    *, group_id: int, by: User, first_day: date, weeks: int, pages: int | None
) -> ReadingGroup:
    """Lay the weeks out anew; questions, readings and notes stay with the number of their week.

    Args:
        pages: spread over the weeks anew; without, each week keeps the pages that it has.

    Raises:
        ReviewRefused, NotPossible: see ``_led``.
        ValidationError: a number that cannot be, or fewer weeks than have notes, by field.
    """
    group = _led(group_id, by)
    _check_plan(weeks, pages)
    written = group.weeks.filter(notes__isnull=False).aggregate(last=Max("number"))["last"] or 0
    _require_field("weeks", rules.may_shrink(weeks=weeks, last_with_notes=written))
    group.weeks.filter(number__gt=weeks).delete()
    present = {week.number: week for week in group.weeks.all()}
    for planned in rules.plan(first_day, weeks, pages):
        week = present.get(planned.number) or GroupWeek(group=group, number=planned.number)
        week.starts_on = planned.starts_on
        if pages:
            week.from_page, week.to_page = planned.from_page, planned.to_page
        week.save()
    group.starts_on, group.ends_on = rules.monday_of(first_day), rules.last_day(first_day, weeks)
    group.save(update_fields=["starts_on", "ends_on"])
    return group


@transaction.atomic
def write_weeks(*, group_id: int, by: User, texts: Mapping[int, WeekText]) -> ReadingGroup:
    """Write what is read in each week and its question.

    Args:
        texts: by the number of the week; a week that is not named stays as it is.

    Raises:
        ReviewRefused, NotPossible: see ``_led``.
    """
    group = _led(group_id, by)
    weeks = list(group.weeks.filter(number__in=texts))
    for week in weeks:
        text = texts[week.number]
        week.from_page, week.to_page = text.from_page, text.to_page
        week.reading, week.question = text.reading, text.question
    GroupWeek.objects.bulk_update(weeks, ["from_page", "to_page", "reading", "question"])
    return group


@transaction.atomic
def name_salon(*, group_id: int, by: User, page_id: int | None) -> ReadingGroup:
    """Name the event with which a group closes, or none; also after the group has ended.

    Raises:
        ReviewRefused, NotPossible: see ``_led``.
        ValidationError: no event that the organiser can read has this number.
    """
    group = _led(group_id, by, also_closed=True)
    if page_id is not None and page_id not in {event.pk for event in events_to_choose(by)}:
        raise ValidationError({"salon": "没有找到这场活动，请重新选择。"})
    group.salon_id = page_id
    group.save(update_fields=["salon"])
    return group


@transaction.atomic
def join(*, group_id: int, reader: User) -> GroupMember:
    """Read along; once more changes nothing.

    Raises:
        NotPossible: the group is not for this reader, or has ended.
    """
    group = _locked(group_id, reader)
    _require(rules.may_join(is_closed=group.closed_at is not None))
    present = {"joined_at": timezone.now()}
    return GroupMember.objects.get_or_create(group=group, user=reader, defaults=present)[0]


@transaction.atomic
def leave(*, group_id: int, reader: User) -> None:
    """Read along no longer; what was written stays, unless its author deletes it first.

    Raises:
        NotPossible: the group is not for this reader, or the reader leads it.
    """
    group = _locked(group_id, reader)
    if group.organiser_id == reader.pk:
        raise NotPossible("您是领读人，可以结束共读，不能退出。")
    GroupMember.objects.filter(group=group, user=reader).delete()


@transaction.atomic
def write_note(
    *, group_id: int, number: int, author: User, text: str, page: int | None = None
) -> GroupNote:
    """Write to the question of a week; the same text sent twice is one note.

    Raises:
        NotPossible: not a member, the group has ended, or there is no such week.
    """
    group = _locked(group_id, author)
    _require_writing(group, author)
    week = group.weeks.filter(number=number).first()
    if week is None:
        raise NotPossible("没有这一周。")
    same = GroupNote.objects.standing().filter(week=week, author=author, text=text)
    existing = same.first()
    return existing or GroupNote.objects.create(
        week=week, author=author, text=text, page=page, made_at=timezone.now()
    )


@transaction.atomic
def change_note(*, note_id: int, author: User, text: str, page: int | None = None) -> GroupNote:
    """Change an own note.

    Raises:
        NotPossible: it is gone or somebody else's, was taken out, or the group has ended.
    """
    note = _own_note(note_id, author)
    _require_writing(note.week.group, author)
    if note.removed_at:
        raise NotPossible("这条札记已被领读人移走，请另写一条。")
    note.text, note.page, note.changed_at = text, page, timezone.now()
    note.save(update_fields=["text", "page", "changed_at"])
    return note


@transaction.atomic
def delete_note(*, note_id: int, author: User) -> GroupWeek:
    """Delete an own note for good, at any time, also one that was taken out.

    Returns:
        the week to which it belonged.

    Raises:
        NotPossible: it is gone or somebody else's.
    """
    note = _own_note(note_id, author)
    note.delete()
    return note.week


@transaction.atomic
def remove_note(*, note_id: int, by: User, reason: str) -> GroupNote:
    """Take somebody's note out of the group; the author still has it, with the reason.

    Args:
        by: the organiser.
        reason: what the author is told.

    Raises:
        ReviewRefused, NotPossible: see ``_led``; or the note is gone.
        ValidationError: no reason.
    """
    note = GroupNote.objects.select_related("week__group", "author").filter(pk=note_id).first()
    if note is None:
        raise NotPossible("这条札记已经不在了。")
    group = _led(note.week.group_id, by, also_closed=True)
    if not reason.strip():
        raise ValidationError({"reason": "请写明理由，作者会看到。"})
    if note.removed_at is None:
        note.removed_at, note.removal_reason = timezone.now(), reason.strip()
        note.save(update_fields=["removed_at", "removal_reason"])
        data = {"author": note.author.name, "reason": note.removal_reason}
        log(instance=group, action=NOTE_REMOVED, user=by, data=data)
        if note.author_id != by.pk:
            write(
                notice=rules_of_notices.NOTE_REMOVED,
                recipient_id=note.author_id,
                due_at=timezone.now(),
                page_id=None,
                page_title=group.title,
                url=group.get_absolute_url(),
                step=note.removal_reason,
            )
    return note


@transaction.atomic
def close_group(*, group_id: int, by: User) -> ReadingGroup:
    """End a group: nobody joins or writes any more, the record stays. Again changes nothing.

    Raises:
        ReviewRefused, NotPossible: see ``_led``.
    """
    group = _led(group_id, by, also_closed=True)
    if group.closed_at is None:
        group.closed_at = timezone.now()
        group.save(update_fields=["closed_at"])
    return group


@transaction.atomic
def reopen_group(*, group_id: int, by: User) -> ReadingGroup:
    """Go on after all.

    Raises:
        ReviewRefused, NotPossible: see ``_led``.
    """
    group = _led(group_id, by, also_closed=True)
    group.closed_at = None
    group.save(update_fields=["closed_at"])
    return group


NOTE_REMOVED = "reading.group.remove_note"
RECORD_TAKEN = "reading.group.export"


def _locked(group_id: int, reader: User) -> ReadingGroup:
    # Two steps: PostgreSQL locks no row that came by an outer join.
    if not visible_groups(reader).filter(pk=group_id).exists():
        raise NotPossible("没有这次共读。")
    return ReadingGroup.objects.select_for_update().get(pk=group_id)


def _led(group_id: int, by: User, *, also_closed: bool = False) -> ReadingGroup:
    """Return a group, locked, for the one who leads it.

    Raises:
        ReviewRefused: somebody else leads it.
        NotPossible: there is none that ``by`` may see; or it has ended.
    """
    group = _locked(group_id, by)
    if group.organiser_id != by.pk:
        raise ReviewRefused("只有领读人可以这样做。")
    if group.closed_at is not None and not also_closed:
        raise NotPossible("这次共读已经结束。要改，请先重新打开。")
    return group


def _own_note(note_id: int, author: User) -> GroupNote:
    notes = GroupNote.objects.select_for_update(of=("self",)).select_related("week__group")
    note = notes.filter(pk=note_id, author=author).first()
    if note is None:
        raise NotPossible("没有这条札记。")
    return note


def _require_writing(group: ReadingGroup, author: User) -> None:
    is_member = GroupMember.objects.filter(group=group, user=author).exists()
    _require(rules.may_write(is_member=is_member, is_closed=group.closed_at is not None))


def _require_place(by: User, unit: Unit | None, host_page: Page | None) -> None:
    own_unit = unit is not None and unit.pk in {each.pk for each in units_of(by)}
    own_page = host_page is not None and host_page.pk in {each.pk for each in workshops_of(by)}
    if (unit is None) == (host_page is None) or not (own_unit or own_page):
        raise ReviewRefused("只有本单位的学校管理员和工作坊主持人可以发起共读。")


def _check_audience(audience: str, *, has_unit: bool) -> None:
    if audience not in ReadingGroup.Audience.values:
        raise ValidationError({"audience": "请从列出的选项里选一项。"})
    if audience == ReadingGroup.Audience.UNIT:
        _require_field("audience", rules.may_be_for_unit(has_unit=has_unit))


def _check_plan(weeks: int, pages: int | None) -> None:
    if not 1 <= weeks <= rules.MOST_WEEKS:
        raise ValidationError({"weeks": f"周数应在 1 到 {rules.MOST_WEEKS} 之间。"})
    if pages is not None and not 1 <= pages <= rules.MOST_PAGES:
        raise ValidationError({"pages": f"页数应在 1 到 {rules.MOST_PAGES} 之间。"})


def _require(answer: Answer) -> None:
    if not answer:
        raise NotPossible(answer.reason)


def _require_field(name: str, answer: Answer) -> None:
    if not answer:
        raise ValidationError({name: answer.reason})

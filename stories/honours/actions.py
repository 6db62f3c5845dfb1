"""What changes the register of honours."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from editorial.errors import Conflict, NotPossible, ReviewRefused
from people.models import User
from people.roles import Role, has_role
from stories.honours.queries import wordings_of
from stories.honours.rules import level_of, meant_by, problem_of_revocation, wording_key
from stories.models import Basis, Exemplar, Honour, HonourEvent, HonourWording, StoryHonour

REVOKED, RESTORED = "stories.honour.revoke", "stories.honour.restore"
JOINED = "stories.honour.join"


@transaction.atomic
def enter_stated(*, holder: Exemplar, rows: Iterable[StoryHonour]) -> list[Honour]:
    """Take what a published story states into the register, to be verified there.

    What the register has already is only joined to the story's words. Safe to call again.

    Args:
        holder: the person of the story.
        rows: as the story states them.

    Returns:
        The honours that are new.
    """
    honours = list(holder.honours.select_for_update())
    new = []
    for row in rows:
        key = wording_key(row.title)
        if not key or meant_by(row.title, row.year, wordings_of(honours)):
            continue
        found = _registered(row, honours)
        if found is None:
            found = Honour.objects.create(
                holder=holder,
                title=row.title.strip(),
                year=row.year,
                level=level_of(row.level) or level_of(row.title),
                issuing_body=row.issuing_body,
                basis=Basis.STATED,
            )
            honours.append(found)
            new.append(found)
        HonourWording.objects.create(honour=found, key=key, year=row.year or 0)
    return new


@transaction.atomic
def revoke(
    *, honour_id: int, by: User, reason: str, on: date | None = None, document_number: str = ""
) -> HonourEvent:
    """Take an honour back: with this, no page, list, card, feed or file of ours shows it.

    Nothing has to be cleaned up after it: everything that readers get asks the register.

    Args:
        honour_id: which.
        by: a chief editor.
        reason: for the record; must not be empty.
        on: the day of the decision; today if not given.
        document_number: of the decision, if it has one.

    Raises:
        ReviewRefused: ``by`` is no chief editor.
        NotPossible: there is no such honour.
        Conflict: somebody took it back before.
        ValidationError: a value is wrong; ``message_dict`` names the field.
    """
    honour = _locked(honour_id, by)
    if honour.revoked_on is not None:
        raise Conflict("这项荣誉已经撤销了。")
    today = timezone.localdate()
    on = on or today
    if problems := problem_of_revocation(on=on, today=today, year=honour.year, reason=reason):
        raise ValidationError(problems)
    return _note(honour, HonourEvent.Kind.REVOKED, on, reason, document_number, by)


@transaction.atomic
def restore(*, honour_id: int, by: User, reason: str) -> HonourEvent:
    """Let an honour stand again that was taken back by mistake; both stay on record.

    Raises:
        ReviewRefused: ``by`` is no chief editor.
        NotPossible: there is no such honour.
        Conflict: it stands.
        ValidationError: there is no reason.
    """
    honour = _locked(honour_id, by)
    if honour.revoked_on is None:
        raise Conflict("这项荣誉没有撤销，不用恢复。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明理由。"})
    return _note(honour, HonourEvent.Kind.RESTORED, timezone.localdate(), reason, "", by)


def _note(
    honour: Honour, kind: HonourEvent.Kind, on: date, reason: str, number: str, by: User
) -> HonourEvent:
    event = HonourEvent(
        honour=honour,
        kind=kind,
        on=on,
        reason=reason.strip(),
        document_number=number.strip(),
        by=by,
    )
    event.full_clean(exclude=["honour", "by"])
    event.save()
    is_revoked = kind == HonourEvent.Kind.REVOKED
    honour.revoked_on = on if is_revoked else None
    honour.save(update_fields=["revoked_on"])
    log(
        instance=honour,
        action=REVOKED if is_revoked else RESTORED,
        user=by,
        data={"reason": event.reason},
    )
    return event


def _locked(honour_id: int, by: User) -> Honour:
    if not has_role(by, Role.CHIEF_EDITOR):
        raise ReviewRefused("只有总编可以撤销或恢复荣誉。")
    honour = Honour.objects.select_for_update().filter(pk=honour_id).first()
    if honour is None:
        raise NotPossible("名录里没有这项荣誉。")
    return honour


def _registered(row: StoryHonour, honours: list[Honour]) -> Honour | None:
    """Return the honour whose own title and year are those of the story."""
    key = wording_key(row.title)
    alike = [honour for honour in honours if wording_key(honour.title) == key]
    exact = [honour for honour in alike if honour.year == row.year]
    open_ = [honour for honour in alike if not row.year or not honour.year]
    return next(iter(exact or open_), None)


@transaction.atomic
def join_honours(*, honour_id: int, into_id: int, by: User) -> Honour:
    """Let an entry that a story stated be one that the register has: the story's words go to it.

    Args:
        honour_id: the stated one; it goes.
        into_id: the one that stays, of the same holder.
        by: an editor.

    Raises:
        ReviewRefused: ``by`` is no editor.
        NotPossible: one of them is gone, or of somebody else, or the first one has a document or a
            revocation on record.
    """
    if not has_role(by, Role.EDITOR, Role.CHIEF_EDITOR):
        raise ReviewRefused("只有编辑可以合并荣誉。")
    rows = Honour.objects.select_for_update().in_bulk([honour_id, into_id])
    stated, into = rows.get(honour_id), rows.get(into_id)
    if stated is None or into is None or stated == into or stated.holder_id != into.holder_id:
        raise NotPossible("请选这位老师的另一项荣誉。")
    if stated.is_verified or stated.events.exists():
        raise NotPossible("核对过的、有撤销记录的荣誉不能并入别的。")
    for wording in stated.wordings.all():
        HonourWording.objects.get_or_create(honour=into, key=wording.key, year=wording.year)
    log(instance=into, action=JOINED, user=by, data={"title": str(stated)})
    stated.delete()
    return into

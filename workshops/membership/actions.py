"""What changes who belongs to a workshop. Each asks by itself whether ``by`` may."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from editorial.errors import NotPossible
from editorial.rules import Answer
from people.models import User
from people.rules import clean_text
from workshops.access import require_host, require_place
from workshops.choices import OPEN_STATES, CameBy, MemberRole, MemberState
from workshops.membership import rules
from workshops.models import Membership, WorkshopPage
from workshops.telling import tell

REMOVED = "workshops.member.remove"
MEMBERS_TAKEN = "workshops.member.export"
GONE = "没有这条成员记录。"


@transaction.atomic
def invite(
    *, workshop_id: int, by: User, user_id: int, role: str = MemberRole.MEMBER, words: str = ""
) -> Membership:
    """Ask a teacher to join; the teacher answers.

    Raises:
        NotPossible, ReviewRefused: see ``require_host``.
        ValidationError: there is no such teacher, or they cannot be invited now.
    """
    workshop = _locked(require_host(by, workshop_id).workshop)
    _check_role(role)
    user = _teacher(user_id)
    if user is None:
        raise ValidationError({"user": "没有找到这位老师，请重新选择。"})
    _require_field("user", rules.may_be_invited(_standing(workshop, user)))
    member = Membership.objects.create(
        workshop=workshop,
        user=user,
        role=role,
        state=MemberState.INVITED,
        came_by=CameBy.INVITATION,
        words=words,
        asked_by=by,
        asked_at=timezone.now(),
    )
    tell(workshop, user.pk, f"{by.name}邀请您加入，请答复。", _room(workshop))
    return member


@transaction.atomic
def request_to_join(*, workshop_id: int, by: User, words: str = "") -> Membership:
    """Ask the host to be let in.

    Raises:
        NotPossible: there is no such workshop, or ``by`` cannot ask now; the message says why.
    """
    workshop = _locked(require_place(by, workshop_id).workshop)
    standing = _standing(workshop, by)
    _require(rules.may_request(standing, accepts_requests=workshop.accepts_requests))
    member = Membership.objects.create(
        workshop=workshop,
        user=by,
        state=MemberState.REQUESTED,
        came_by=CameBy.REQUEST,
        words=words,
        asked_by=by,
        asked_at=timezone.now(),
    )
    tell(workshop, workshop.host_id, f"{by.name}申请加入，请答复。", _members(workshop))
    return member


@transaction.atomic
def enter_outsider(
    *,
    workshop_id: int,
    by: User,
    name: str,
    unit_name: str = "",
    role: str = MemberRole.GUIDE,
    duty: str = "",
    joined_on: date | None = None,
    told_agreed_on: date | None = None,
) -> Membership:
    """Enter somebody who has no account here, as a guide from another place.

    The public page names them once the office has recorded their consent.

    Raises:
        NotPossible, ReviewRefused: see ``require_host``.
        ValidationError: a value is missing or wrong, by field.
    """
    workshop = _locked(require_host(by, workshop_id).workshop)
    _check_role(role)
    if not clean_text(name):
        raise ValidationError({"name": "请填写姓名。"})
    today = timezone.localdate()
    _check_days(joined_on, None)
    if told_agreed_on and told_agreed_on > today:
        raise ValidationError({"told_agreed_on": "同意日期不能晚于今天。"})
    active = Membership.objects.filter(workshop=workshop, state=MemberState.ACTIVE)
    if active.filter(user=None, name=clean_text(name), unit_name=clean_text(unit_name)).exists():
        raise ValidationError({"name": "已经登记过同名同单位的人。"})
    return Membership.objects.create(
        workshop=workshop,
        name=clean_text(name),
        unit_name=clean_text(unit_name),
        role=role,
        duty=duty,
        state=MemberState.ACTIVE,
        came_by=CameBy.ENTERED,
        asked_by=by,
        asked_at=timezone.now(),
        joined_on=joined_on or today,
        told_agreed_on=told_agreed_on,
    )


@transaction.atomic
def accept_invitation(*, membership_id: int, by: User) -> Membership:
    """Join; a second time changes nothing.

    Raises:
        NotPossible: it is not the own invitation, or it does not wait any more.
    """
    member = _own(membership_id, by)
    if member.state == MemberState.ACTIVE:
        return member
    _require(rules.may_answer(member.state, waits_as=MemberState.INVITED))
    _join(member)
    tell(member.workshop, member.asked_by_id, f"{by.name}接受了邀请。", _members(member.workshop))
    return member


@transaction.atomic
def decline_invitation(*, membership_id: int, by: User) -> Membership:
    """Say no to an invitation; no reason is asked for.

    Raises:
        NotPossible: it is not the own invitation, or it does not wait any more.
    """
    member = _own(membership_id, by)
    _require(rules.may_answer(member.state, waits_as=MemberState.INVITED))
    _close(member, MemberState.DECLINED)
    words = f"{by.name}没有接受邀请。"
    tell(member.workshop, member.asked_by_id, words, _members(member.workshop))
    return member


@transaction.atomic
def take_back(*, membership_id: int, by: User) -> None:
    """Take an own request back, or, as host, an invitation: as if it had not been.

    Raises:
        NotPossible: it is gone, answered, or somebody else's.
        ReviewRefused: ``by`` is not the host.
    """
    member = _locked_member(membership_id)
    if member.state == MemberState.REQUESTED and member.user_id == by.pk:
        member.delete()
        return
    require_host(by, member.workshop_id)
    _require(rules.may_answer(member.state, waits_as=MemberState.INVITED))
    member.delete()


@transaction.atomic
def approve_request(*, membership_id: int, by: User, role: str = MemberRole.MEMBER) -> Membership:
    """Let somebody in who asked; a second time changes nothing.

    Raises:
        NotPossible: it is gone or does not wait any more.
        ReviewRefused: ``by`` is not the host.
    """
    member = _hosted(membership_id, by)
    if member.state == MemberState.ACTIVE:
        return member
    _check_role(role)
    _require(rules.may_answer(member.state, waits_as=MemberState.REQUESTED))
    member.role = role
    _join(member)
    tell(member.workshop, member.user_id, "您的申请通过了，欢迎加入。", _room(member.workshop))
    return member


@transaction.atomic
def decline_request(*, membership_id: int, by: User, reason: str) -> Membership:
    """Do not let somebody in; they are told the reason.

    Raises:
        NotPossible: it is gone or does not wait any more.
        ReviewRefused: ``by`` is not the host.
        ValidationError: no reason.
    """
    member = _hosted(membership_id, by)
    _require(rules.may_answer(member.state, waits_as=MemberState.REQUESTED))
    if not reason.strip():
        raise ValidationError({"reason": "请写一句理由，申请的老师会看到。"})
    _close(member, MemberState.DECLINED, reason=reason.strip())
    text = f"这次没有通过您的申请。{member.reason}"
    tell(member.workshop, member.user_id, text, reverse("workshops:mine"))
    return member


@transaction.atomic
def leave(*, workshop_id: int, by: User) -> None:
    """Belong no longer; what was shared stays. Again changes nothing."""
    own = Membership.objects.select_for_update().filter(workshop=workshop_id, user=by)
    member = own.filter(state=MemberState.ACTIVE).select_related("workshop").first()
    if member is None:
        return
    _close(member, MemberState.LEFT, left_on=timezone.localdate())
    text = f"{by.name}退出了工作坊。"
    tell(member.workshop, member.workshop.host_id, text, _members(member.workshop))


@transaction.atomic
def remove(*, membership_id: int, by: User, reason: str, left_on: date | None = None) -> Membership:
    """End somebody's stay; they are told the reason.

    Raises:
        NotPossible: it is gone, or has ended.
        ReviewRefused: ``by`` is not the host.
        ValidationError: no reason, or a day that cannot be, by field.
    """
    member = _hosted(membership_id, by)
    _require(rules.may_end(member.state))
    if not reason.strip():
        raise ValidationError({"reason": "请写一句理由，本人会看到。"})
    left_on = left_on or timezone.localdate()
    _check_days(member.joined_on, left_on)
    _close(member, MemberState.LEFT, left_on=left_on, reason=reason.strip())
    log(
        instance=member.workshop,
        action=REMOVED,
        user=by,
        data={"name": member.shown_name, "reason": member.reason},
    )
    text = f"主持人结束了您的成员身份。{member.reason}"
    tell(member.workshop, member.user_id, text, reverse("workshops:mine"))
    return member


@transaction.atomic
def change_member(
    *, membership_id: int, by: User, role: str, duty: str, joined_on: date | None
) -> Membership:
    """Change what somebody is in the workshop, and since when.

    Raises:
        NotPossible: it is gone, or has ended.
        ReviewRefused: ``by`` is not the host.
        ValidationError: a value is wrong, by field.
    """
    member = _hosted(membership_id, by)
    _require(rules.may_end(member.state))
    _check_role(role)
    _check_days(joined_on, None)
    member.role, member.duty, member.joined_on = role, duty, joined_on
    member.save(update_fields=["role", "duty", "joined_on"])
    return member


def note_export(*, workshop: WorkshopPage, by: User, members: Iterable[Membership]) -> None:
    """Keep who took the list of members out of the site."""
    log(instance=workshop, action=MEMBERS_TAKEN, user=by, data={"members": len(list(members))})


def _locked(workshop: WorkshopPage) -> WorkshopPage:
    """Lock the workshop's row: who comes in is decided one after the other."""
    Page.objects.select_for_update().get(pk=workshop.pk)
    return workshop


def _locked_member(membership_id: int) -> Membership:
    workshop_id = (
        Membership.objects.filter(pk=membership_id).values_list("workshop_id", flat=True).first()
    )
    if workshop_id is None:
        raise NotPossible(GONE)
    Page.objects.select_for_update().get(pk=workshop_id)
    rows = Membership.objects.select_for_update(of=("self",)).select_related("workshop")
    member = rows.filter(pk=membership_id).first()
    if member is None:
        raise NotPossible(GONE)
    return member


def _hosted(membership_id: int, by: User) -> Membership:
    member = _locked_member(membership_id)
    require_host(by, member.workshop_id)
    return member


def _own(membership_id: int, by: User) -> Membership:
    member = _locked_member(membership_id)
    if member.user_id != by.pk:
        raise NotPossible(GONE)
    require_place(by, member.workshop_id)
    return member


def _teacher(user_id: int) -> User | None:
    users = User.objects.filter(pk=user_id, is_active=True)
    return users.select_related("teacher_profile").first()


def _standing(workshop: WorkshopPage, user: User) -> rules.Standing:
    rows = Membership.objects.filter(workshop=workshop.pk, user=user, state__in=OPEN_STATES)
    return rules.Standing(
        state=rows.values_list("state", flat=True).first() or "",
        is_teacher=user.unit is not None,
        is_host=workshop.host_id == user.pk,
    )


def _join(member: Membership) -> None:
    member.state, member.answered_at = MemberState.ACTIVE, timezone.now()
    member.joined_on = timezone.localdate()
    member.save(update_fields=["state", "answered_at", "joined_on", "role"])


def _close(
    member: Membership, state: MemberState, *, left_on: date | None = None, reason: str = ""
) -> None:
    member.state, member.left_on, member.reason = state, left_on, reason
    member.answered_at = member.answered_at or timezone.now()
    member.save(update_fields=["state", "left_on", "reason", "answered_at"])


def _check_role(role: str) -> None:
    if role not in MemberRole.values:
        raise ValidationError({"role": "请从列出的选项里选一项。"})


def _check_days(joined_on: date | None, left_on: date | None) -> None:
    if problem := rules.dates_problem(joined_on, left_on, today=timezone.localdate()):
        raise ValidationError(problem)


def _require(answer: Answer) -> None:
    if not answer:
        raise NotPossible(answer.reason)


def _require_field(name: str, answer: Answer) -> None:
    if not answer:
        raise ValidationError({name: answer.reason})


def _room(workshop: WorkshopPage) -> str:
    return reverse("workshops:room", args=[workshop.pk])


def _members(workshop: WorkshopPage) -> str:
    return reverse("workshops:members", args=[workshop.pk])

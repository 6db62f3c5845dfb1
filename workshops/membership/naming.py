"""Standing on the public page by name, and taking that back: the consent of the person."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from editorial.errors import NotPossible, ReviewRefused
from people.actions import record_consent, withdraw_consent
from people.choices import ConsentScope
from people.models import Consent, User
from people.roles import has_role
from workshops.access import KEEPERS, require_place
from workshops.choices import MemberState
from workshops.models import Membership


@transaction.atomic
def show_name(*, workshop_id: int, by: User) -> Consent:
    """Agree to be named on the workshop's public page; again changes nothing.

    Raises:
        NotPossible: ``by`` is no member, or took the consent back today: which of the two came
            first nobody could say later.
    """
    place = require_place(by, workshop_id)
    if not place.is_member:
        raise NotPossible("加入工作坊以后才能公开姓名。")
    consent = record_consent(
        page=place.workshop,
        person_name=by.name,
        scope=ConsentScope.NAME,
        given_on=timezone.localdate(),
        unit=by.unit,
        person=by,
        by=by,
    )
    if consent.withdrawn_on is not None:
        raise NotPossible("您今天撤回过同意，明天起可以重新公开。")
    return consent


@transaction.atomic
def hide_name(*, workshop_id: int, by: User) -> None:
    """Take the consent back; the page does not name the person from then on."""
    given = Consent.objects.filter(page=workshop_id, person=by, withdrawn_on=None)
    for consent in given.order_by("pk"):
        withdraw_consent(consent_id=consent.pk, by=by)


@transaction.atomic
def name_outsider(*, membership_id: int, by: User, given_on: date) -> Consent:
    """Record that somebody without account agreed to be named; by who keeps the consents.

    Raises:
        ReviewRefused: ``by`` keeps no consents.
        NotPossible: there is no such member, or it has an account and agrees by itself.
        ValidationError: a day that cannot be.
    """
    if not has_role(by, *KEEPERS):
        raise ReviewRefused("只有总编和站点管理员可以登记同意。")
    member = Membership.objects.select_related("workshop").filter(pk=membership_id).first()
    if member is None or member.state != MemberState.ACTIVE:
        raise NotPossible("没有这条成员记录。")
    if member.user_id is not None:
        raise NotPossible("有账号的老师由本人同意公开姓名。")
    consent = record_consent(
        page=member.workshop,
        person_name=member.name,
        scope=ConsentScope.NAME,
        given_on=given_on,
        by=by,
    )
    if consent.withdrawn_on is not None:
        raise ValidationError({"given_on": "这一天的同意已经撤回；重新同意要晚一天以上。"})
    return consent

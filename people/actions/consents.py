"""Consents of persons portrayed: recording them, taking them back, letting them end."""

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from people import permissions, rules
from people.models import Consent, ConsentSettings, Unit, User
from people.signals import consent_expired, consent_withdrawn

if TYPE_CHECKING:
    from wagtail.documents.models import AbstractDocument


@transaction.atomic
def record_consent(
    *,
    page: Page,
    person_name: str,
    scope: str,
    given_on: datetime.date,
    expires_on: datetime.date | None = None,
    unit: Unit | None = None,
    form_version: str | None = None,
    person: User | None = None,
    by: User | None = None,
) -> Consent:
    """Record that a person agreed to be shown on a page; the same once more changes nothing.

    The same is what the person's last record for this page already says, also when that has been
    withdrawn since: a date of before does not revive it. The person's account is linked if exactly
    one active teacher of ``unit`` bears the name.

    Args:
        page: where the person is shown.
        person_name: as the page names them.
        scope: value of ``ConsentScope``.
        given_on: the day on which the person agreed; not after today.
        expires_on: the last day on which the consent holds, if one was agreed.
        unit: the person's unit, if known.
        form_version: which wording was signed; the present one of ``ConsentSettings`` if None.
        person: the account, where it is known; then ``person_name`` is its name. Looked for by
            name and unit if None.
        by: who records it: the person, the owner of the page, a chief editor or a site
            administrator.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: a value is wrong; ``message_dict`` names the field.
    """
    permissions.require(
        permissions.keeps_consents(by)
        or (by is not None and by.pk in {page.owner_id, person.pk if person else None}),
        "只有稿件的作者和本人可以登记同意。",
    )
    # One record at a time for a page; the same order of locks as in ``withdraw_consent``.
    Page.objects.select_for_update().get(pk=page.pk)
    if form_version is None:
        form_version = ConsentSettings.load().form_version
    name = rules.clean_text(person.name if person else person_name)
    earlier = Consent.objects.of_person_on_page(page.pk, name)
    last = (earlier.filter(person=person) if person else earlier).last()
    if last and (last.scope, last.given_on, last.expires_on) == (scope, given_on, expires_on):
        return last
    if given_on > timezone.localdate():
        raise ValidationError({"given_on": "同意日期不能晚于今天。"})
    consent = Consent(
        page=page,
        person_name=name,
        person=person or _account_of(name, unit),
        unit=unit,
        scope=scope,
        given_on=given_on,
        expires_on=expires_on,
        form_version=rules.clean_text(form_version),
        recorded_by=by,
    )
    # The page is a row by now; asking for it again would cost a query a consent.
    consent.full_clean(exclude=["page", "person", "unit", "recorded_by"])
    consent.save()
    log(instance=consent, action="people.consent.record", user=by)
    return consent


@transaction.atomic
def withdraw_consent(
    *, consent_id: int, by: User | None, note: str = "", on: datetime.date | None = None
) -> Consent:
    """Take back what a person agreed to for a page, and announce it inside the transaction.

    All that the person agreed to for this page ends together. A consent that has been withdrawn
    before stays as it is, and is not announced again. A person need not say why (Personal
    Information Protection Law of the PRC, article 15); whoever acts for them says how they asked.

    Args:
        consent_id: which consent.
        by: who withdraws it, see ``permissions.may_withdraw_consent``.
        note: what was said; must not be empty unless ``by`` is the person.
        on: the day on which the person took it back; today if not given.

    Raises:
        ValidationError: there is no such consent, the note is missing or the day is wrong;
            ``message_dict`` names the field.
        PermissionDenied: ``by`` may not.
    """
    consent = _locked(consent_id)
    permissions.require(
        permissions.may_withdraw_consent(by, consent),
        "只有本人、登记人、本单位的学校管理员、总编和站点管理员可以撤回这份同意。",
    )
    if consent.withdrawn_on is not None:
        return consent
    note, today = note.strip(), timezone.localdate()
    is_person = by is not None and by.pk == consent.person_id
    if not (note or is_person):
        raise ValidationError({"note": "请写明本人是怎样提出撤回的。"})
    on = on or today
    if not consent.given_on <= on <= today:
        raise ValidationError({"on": "撤回日期要在同意日期之后，不能晚于今天。"})
    standing = Consent.objects.of_person_on_page(consent.page_id, consent.person_name)
    standing = standing.filter(withdrawn_on=None, given_on__lte=on)
    for row in standing.select_for_update():
        row.withdrawn_on, row.withdrawn_at = on, timezone.now()
        row.withdrawn_by, row.withdrawal_note = by, note
        row.save(update_fields=["withdrawn_on", "withdrawn_at", "withdrawn_by", "withdrawal_note"])
        log(instance=row, action="people.consent.withdraw", user=by)
    consent.refresh_from_db()
    consent_withdrawn.send(sender=Consent, consent=consent, by=by)
    return consent


def expire_consents(*, on: datetime.date | None = None) -> int:
    """Announce the consents whose last day has passed and that nobody has renewed.

    Each in a transaction of its own. Safe to run again: what is not public any more is left alone
    by the receivers, and a consent renewed meanwhile is no longer among those that lapsed.

    Args:
        on: today, unless given.

    Returns:
        How many consents have lapsed.
    """
    on = on or timezone.localdate()
    lapsed = list(Consent.objects.lapsed(on).values_list("pk", flat=True))
    for pk in lapsed:
        with transaction.atomic():
            consent = _locked(pk)
            if Consent.objects.lapsed(on).filter(pk=pk).exists():
                consent_expired.send(sender=Consent, consent=consent)
    return len(lapsed)


@transaction.atomic
def attach_evidence(*, consent_id: int, evidence: "AbstractDocument", by: User | None) -> Consent:
    """Add the scan of the signed form to a consent that has none yet.

    Raises:
        PermissionDenied: ``by`` keeps no consents.
        ValidationError: there is no such consent, or it has a scan.
    """
    permissions.require(permissions.keeps_consents(by), "只有总编和站点管理员可以附扫描件。")
    consent = _locked(consent_id)
    if consent.evidence_id is not None:
        raise ValidationError({"evidence": "这份同意已经附了扫描件，记录不能改写。"})
    consent.evidence = evidence
    consent.save(update_fields=["evidence"])
    log(instance=consent, action="people.consent.evidence", user=by)
    return consent


def _locked(consent_id: int) -> Consent:
    """Return a consent; first its page is locked, as everything that decides about the page does.

    Locks taken in one order by everybody cannot wait for each other in a circle.
    """
    try:
        page_id = Consent.objects.values_list("page_id", flat=True).get(pk=consent_id)
        Page.objects.select_for_update().filter(pk=page_id).first()
        return Consent.objects.select_for_update().get(pk=consent_id)
    except ObjectDoesNotExist:
        raise ValidationError("找不到这份同意记录。") from None


def _account_of(name: str, unit: Unit | None) -> User | None:
    """Return the one active account of a teacher of this unit who bears the name, if it is one."""
    if unit is None:
        return None
    namesakes = User.objects.filter(name=name, teacher_profile__unit=unit, is_active=True)[:2]
    return namesakes[0] if len(namesakes) == 1 else None

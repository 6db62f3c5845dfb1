"""What changes certificates: issuing, the holder's agreement, withdrawal."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from editorial.errors import NotPossible
from forums.attendance.access import page_for_host
from forums.certificates import queries, rules
from forums.models import Certificate, CertificateSettings, CertificateYear, ForumEventPage
from forums.notices import tell
from people.models import User

MOST_AT_ONCE = 1000


@transaction.atomic
def issue(*, page_id: int, by: User, user_ids: Collection[int]) -> list[Certificate]:
    """Issue certificates to people who were there; those who have one keep it.

    Numbers of a year have no gaps: the counter is locked until the transaction ends, and one that
    fails gives its numbers back.

    Args:
        by: organises the event.
        user_ids: whom.

    Returns:
        the new ones, in the order of their numbers.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``page_for_host``; the event is not over.
        ValidationError: nobody, too many, or somebody who was not there.
    """
    page = page_for_host(by, page_id, organiser=True)
    may = rules.may_issue(is_over=page.is_over)
    if not may:
        raise NotPossible(may.reason)
    ids = set(user_ids)
    if not ids:
        raise ValidationError({"people": "请先选人。"})
    if len(ids) > MOST_AT_ONCE:
        raise ValidationError({"people": f"一次最多 {MOST_AT_ONCE} 人。"})
    counts = queries.attended_sessions(page)
    if not ids <= counts.keys():
        raise ValidationError({"people": "有的人没有到场记录，请刷新后重选。"})
    today = timezone.localdate()
    CertificateYear.objects.get_or_create(pk=today.year)
    counter = CertificateYear.objects.select_for_update().get(pk=today.year)
    # Two clicks: who got one while this transaction waited for the lock has it.
    known = Certificate.objects.standing().filter(page=page, user__in=ids)
    missing = sorted(ids - set(known.values_list("user", flat=True)))
    people = User.objects.filter(pk__in=missing).order_by("staff_number")
    made = _written(page, by, list(people), counts, counter.last)
    counter.last += len(made)
    counter.save(update_fields=["last"])
    Certificate.objects.bulk_create(made)
    for certificate in made:
        words = f"{certificate.title}（{certificate.written_number}）已出具，您同意后可以下载。"
        _tell(certificate, page, words)
    return made


def _written(
    page: ForumEventPage, by: User, people: list[User], counts: dict[int, int], last: int
) -> list[Certificate]:
    settings = CertificateSettings.load()
    units = queries.units_that_day(page, [person.pk for person in people])
    today = timezone.localdate()
    of_sessions = queries.session_count(page)
    return [
        Certificate(
            year=today.year,
            number=number,
            page=page,
            user=person,
            written_number=settings.number_format.format(year=today.year, number=number),
            title=settings.title,
            issuer=settings.issuer,
            person_name=person.name,
            unit_name=units.get(person.pk, ""),
            event_title=page.title,
            event_kind=page.kind_label,
            place=page.place,
            held_from=timezone.localdate(page.starts_at),
            held_until=timezone.localdate(page.ends_at),
            sessions=counts[person.pk],
            of_sessions=max(of_sessions, counts[person.pk]),
            issued_on=today,
            issued_by=by,
        )
        for number, person in enumerate(people, start=last + 1)
    ]


@transaction.atomic
def agree(*, certificate_id: int, holder: User) -> Certificate:
    """Let the public page show the facts; from then on there is a PDF. Again changes nothing.

    Raises:
        NotPossible: it is somebody else's, or was withdrawn.
    """
    certificate = _own(certificate_id, holder)
    if certificate.withdrawn_at is not None:
        raise NotPossible("这份证书已经撤销。")
    if not certificate.is_open:
        certificate.agreed_at, certificate.closed_at = timezone.now(), None
        certificate.save(update_fields=["agreed_at", "closed_at"])
    return certificate


@transaction.atomic
def close(*, certificate_id: int, holder: User) -> Certificate:
    """Take the agreement back: the public page shows no name and no unit any more.

    Raises:
        NotPossible: it is somebody else's.
    """
    certificate = _own(certificate_id, holder)
    if certificate.is_open:
        certificate.closed_at = timezone.now()
        certificate.save(update_fields=["closed_at"])
    return certificate


@transaction.atomic
def withdraw(*, certificate_id: int, by: User, reason: str) -> Certificate:
    """Take a certificate back; its number stays used, and its page says so with the reason.

    Args:
        by: organises the event.
        reason: everybody who looks it up reads it.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``page_for_host``.
        ValidationError: no reason.
    """
    certificate = Certificate.objects.select_for_update().filter(pk=certificate_id).first()
    if certificate is None:
        raise NotPossible("没有这份证书。")
    page = page_for_host(by, certificate.page_id, organiser=True)
    if not reason.strip():
        raise ValidationError({"reason": "请写明理由，查验的人会看到。"})
    if certificate.withdrawn_at is None:
        certificate.withdrawn_at, certificate.withdrawn_by = timezone.now(), by
        certificate.withdrawal_reason = reason.strip()
        certificate.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
        words = f"{certificate.title}（{certificate.written_number}）已撤销：{reason.strip()}。"
        _tell(certificate, page, words)
    return certificate


def _tell(certificate: Certificate, page: ForumEventPage, words: str) -> None:
    url = reverse("my_certificates:own")
    tell(recipient_id=certificate.user_id, page=page, words=words, url=url)


def _own(certificate_id: int, holder: User) -> Certificate:
    certificate = (
        Certificate.objects.select_for_update().filter(pk=certificate_id, user=holder).first()
    )
    if certificate is None:
        raise NotPossible("没有这份证书。")
    return certificate

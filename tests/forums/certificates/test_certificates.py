"""Certificates: issued once, shown by agreement only, withdrawn in sight of everybody."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from editorial.errors import NotPossible
from editorial.models import Notification
from editorial.printing import printing_problem
from forums.attendance import actions as door
from forums.certificates import actions, rules
from forums.models import Certificate, CertificateSettings, CertificateYear, EventHost
from people.roles import Role
from tests.forums.attendance.factories import make_session, make_sessions, present
from tests.people.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(site_home):
    return make_session(hours_from_now=-5)


def issued(session, *people, by=None):
    """Mark people and issue their certificates."""
    people = people or [TeacherFactory()]
    for person in people:
        present(session, person)
    return actions.issue(
        page_id=session.page_id,
        by=by or session.page.owner,
        user_ids=[person.pk for person in people],
    )


def test_numbers_of_a_year_have_no_gaps(session):
    first = issued(session, TeacherFactory(), TeacherFactory())
    other = make_session(hours_from_now=-5)
    with pytest.raises(ValidationError):
        actions.issue(page_id=other.page_id, by=other.page.owner, user_ids=[10**9])
    (second,) = issued(other)
    year = timezone.localdate().year
    assert [each.number for each in [*first, second]] == [1, 2, 3]
    assert second.written_number == f"{year}-00003"
    assert CertificateYear.objects.get().last == 3
    assert len({each.code for each in [*first, second]}) == 3


def test_who_has_one_keeps_it(session):
    person = TeacherFactory()
    (first,) = issued(session, person)
    assert issued(session, person) == []
    actions.withdraw(certificate_id=first.pk, by=session.page.owner, reason="姓名有误")
    (second,) = issued(session, person)
    assert (second.number, second.code != first.code) == (2, True)


def test_facts_are_copied_for_ever(site_home):
    sessions = make_sessions(hours_from_now=-5, amount=2)
    person = TeacherFactory(name="虚构甲")
    settings = CertificateSettings.load()
    settings.issuer = "虚构教研室"
    settings.save()
    (made,) = issued(sessions[0], person)
    unit = person.unit.name
    type(sessions[0].page).objects.filter(pk=made.page_id).update(title="改了名")
    type(person).objects.filter(pk=person.pk).update(name="改了姓")
    made.refresh_from_db()
    facts = (made.person_name, made.unit_name, made.event_title, made.sessions, made.of_sessions)
    assert facts == ("虚构甲", unit, "虚构论坛", 1, 2)
    assert made.issuer == "虚构教研室"


def test_only_those_who_were_there_after_it_is_over(site_home):
    running = make_session()
    present(running, person := TeacherFactory())
    with pytest.raises(NotPossible, match="结束以后"):
        actions.issue(page_id=running.page_id, by=running.page.owner, user_ids=[person.pk])
    over = make_session(hours_from_now=-5)
    mark = present(over, person)
    door.void(attendance_id=mark.pk, by=over.page.owner, reason="没有来")
    for ids in ([], [person.pk]):
        with pytest.raises(ValidationError):
            actions.issue(page_id=over.page_id, by=over.page.owner, user_ids=ids)


@pytest.mark.parametrize(
    ("who", "may"),
    [("owner", True), ("editor", True), ("named", False), ("teacher", False), ("siteadmin", False)],
)
def test_who_issues_and_withdraws(session, who, may):
    by = {
        "owner": lambda: session.page.owner,
        "editor": lambda: UserFactory(role=Role.EDITOR),
        "named": lambda: EventHost.objects.create(page=session.page, user=TeacherFactory()).user,
        "teacher": TeacherFactory,
        "siteadmin": lambda: UserFactory(role=Role.SITE_ADMIN),
    }[who]()
    if may:
        (made,) = issued(session, by=by)
        actions.withdraw(certificate_id=made.pk, by=by, reason="有误")
        return
    with pytest.raises(PermissionDenied):
        issued(session, by=by)
    (made,) = issued(session)
    with pytest.raises(PermissionDenied):
        actions.withdraw(certificate_id=made.pk, by=by, reason="有误")


@pytest.mark.parametrize(
    ("is_open", "is_withdrawn", "shown", "prints"),
    [
        (True, False, rules.Shown.VALID, True),
        (True, True, rules.Shown.WITHDRAWN, False),
        (False, False, rules.Shown.CLOSED, False),
        (False, True, rules.Shown.CLOSED, False),
    ],
)
def test_what_is_shown(is_open, is_withdrawn, shown, prints):
    facts = {"is_open": is_open, "is_withdrawn": is_withdrawn}
    assert rules.shown_of(**facts) is shown
    assert bool(rules.may_print(**facts)) is prints


def check(client, certificate, status=200):
    answer = client.get(certificate.get_absolute_url())
    assert answer.status_code == status
    return answer.content.decode()


def test_nothing_is_public_before_the_holder_agrees(client, session):
    person = TeacherFactory(name="虚构乙")
    (made,) = issued(session, person)
    assert "您同意后可以下载" in Notification.objects.get(recipient=person).text
    check(client, made, 404)
    with pytest.raises(NotPossible):
        actions.agree(certificate_id=made.pk, holder=TeacherFactory())
    actions.agree(certificate_id=made.pk, holder=person)
    made.refresh_from_db()
    text = check(client, made)
    for fact in (
        made.written_number,
        "虚构乙",
        person.unit.name,
        "虚构论坛",
        "现在有效",
        "noindex",
    ):
        assert fact in text
    assert person.staff_number not in text
    assert person.phone not in text


def test_closed_by_its_holder_it_tells_no_name(client, session):
    person = TeacherFactory(name="虚构丙")
    (made,) = issued(session, person)
    actions.agree(certificate_id=made.pk, holder=person)
    actions.close(certificate_id=made.pk, holder=person)
    text = check(client, made)
    assert "已停止公开查验" in text
    assert "虚构丙" not in text
    assert person.unit.name not in text
    actions.agree(certificate_id=made.pk, holder=person)
    assert "虚构丙" in check(client, made)


def test_withdrawal_is_seen_by_everybody(client, session):
    person = TeacherFactory()
    (made,) = issued(session, person)
    actions.agree(certificate_id=made.pk, holder=person)
    with pytest.raises(ValidationError):
        actions.withdraw(certificate_id=made.pk, by=session.page.owner, reason=" ")
    actions.withdraw(certificate_id=made.pk, by=session.page.owner, reason="姓名印错了")
    text = check(client, made)
    assert "撤销，不再有效" in text
    assert "姓名印错了" in text
    assert "现在有效" not in text
    client.force_login(person)
    assert client.get(reverse("my_certificates:pdf", args=[made.pk])).status_code == 409


@pytest.mark.parametrize("code", ["x", "a" * 22, "..", "%00", "签到"])
def test_other_addresses_are_nothing(client, site_home, code):
    assert client.get(f"/certificates/{code}/").status_code in {404, 400}


def test_pages_of_others_are_not_there(client, session):
    (made,) = issued(session)
    client.force_login(TeacherFactory())
    assert client.get(reverse("my_certificates:pdf", args=[made.pk])).status_code == 404
    assert client.post(reverse("my_certificates:agree", args=[made.pk])).status_code == 409
    assert client.get(reverse("my_certificates:event", args=[made.page_id])).status_code == 403
    assert client.get(reverse("my_certificates:withdraw", args=[made.pk])).status_code == 403


def test_visitors_are_asked_to_sign_in(client, session):
    for name, args in (("own", []), ("pdf", [1]), ("event", [session.page_id]), ("withdraw", [1])):
        assert "/login/" in client.get(reverse(f"my_certificates:{name}", args=args)).url


def test_the_organiser_issues_on_the_web(client, session):
    client.force_login(session.page.owner)
    address = reverse("my_certificates:event", args=[session.page_id])
    present(session, person := TeacherFactory())
    assert person.name in client.get(address).content.decode()
    assert client.post(address, {"people": ["", "x"]}).status_code == 422
    assert client.post(address, {"people": [person.pk]}).status_code == 302
    made = Certificate.objects.get()
    assert made.written_number in client.get(address).content.decode()
    withdraw = reverse("my_certificates:withdraw", args=[made.pk])
    assert "请写明理由" in client.post(withdraw, {"reason": ""}).content.decode()
    assert client.post(withdraw, {"reason": "有误"}).status_code == 302
    assert "有误" in client.get(address).content.decode()


def test_the_holder_agrees_and_prints(client, session):
    if printing_problem():
        pytest.skip(printing_problem())
    person = TeacherFactory(name="虚构丁")
    (made,) = issued(session, person)
    client.force_login(person)
    pdf = reverse("my_certificates:pdf", args=[made.pk])
    assert client.get(pdf).status_code == 409
    client.post(reverse("my_certificates:agree", args=[made.pk]))
    answer = client.get(pdf)
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(answer.content))
    assert len(reader.pages) == 1
    text = re.sub(r"\s", "", reader.pages[0].extract_text())
    shown = re.sub(r"\s", "", check(client, Certificate.objects.get()))
    for fact in (made.written_number, "虚构丁", person.unit.name, "虚构论坛", made.code):
        assert fact in text
    for fact in (made.written_number, "虚构丁", person.unit.name, "虚构论坛"):
        assert fact in shown


@pytest.mark.parametrize("amount", [1, 10, 100])
def test_the_list_of_an_event_asks_constantly(
    client, session, amount, django_assert_max_num_queries
):
    unit = session.page.owner.unit
    people = [TeacherFactory(unit=unit) for _ in range(amount)]
    ids = [person.pk for person in people]
    door.mark(session_id=session.pk, by=session.page.owner, user_ids=ids)
    actions.issue(page_id=session.page_id, by=session.page.owner, user_ids=ids)
    client.force_login(session.page.owner)
    with django_assert_max_num_queries(25):
        client.get(reverse("my_certificates:event", args=[session.page_id]))


def test_held_over_midnight_it_has_two_days(site_home):
    start = timezone.localtime().replace(hour=22, minute=0) - timedelta(days=3)
    hours = (start - timezone.now()).total_seconds() / 3600
    session = make_session(hours_from_now=hours, minutes=240)
    (made,) = issued(session)
    assert made.held_until == made.held_from + timedelta(days=1)

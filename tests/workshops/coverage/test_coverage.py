"""The figures with their denominator; who is missing, for the office only."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from people.choices import Stage, UnitKind
from people.models import Unit
from people.roles import Role
from tests.people.factories import TeacherFactory, UnitFactory, UserFactory
from tests.workshops.factories import (
    log_in,
    make_host,
    make_people,
    make_workshop,
    make_young,
    workbook,
)
from workshops.coverage.queries import coverage, units_asked, young_teachers
from workshops.models import Membership, WorkshopSettings

pytestmark = pytest.mark.django_db

MISSING = "/my/workshops/office/missing/"


def join(workshop, *users, state="active"):
    for user in users:
        left_on = timezone.localdate() if state == "left" else None
        Membership.objects.create(
            workshop=workshop, user=user, state=state, came_by="invitation", left_on=left_on
        )


@pytest.fixture
def workshop(site_home):
    return make_workshop()


def test_units_with_somebody_in_a_workshop(workshop):
    covered, former, empty, unused = (UnitFactory() for _ in range(4))
    join(workshop, TeacherFactory(unit=covered))
    join(workshop, TeacherFactory(unit=former), state="left")
    join(workshop, TeacherFactory(unit=empty), state="requested")
    closed = UnitFactory()
    join(workshop, TeacherFactory(unit=closed))
    Unit.objects.filter(pk=closed.pk).update(is_active=False)
    assert set(units_asked()) == {covered, former, empty}
    assert unused not in units_asked()
    assert set(units_asked(is_covered=True)) == {covered}
    assert set(units_asked(is_covered=False)) == {former, empty}


def test_the_host_counts_and_a_hidden_workshop_does_not(site_home):
    host, member = make_host(unit=UnitFactory()), TeacherFactory(unit=UnitFactory())
    make_workshop(host)
    hidden = make_workshop()
    join(hidden, member)
    hidden.unpublish()
    assert set(units_asked(is_covered=True)) == {host.unit}


def test_young_teachers_are_those_of_the_districts_first_years(workshop):
    today, unit = timezone.localdate(), UnitFactory()
    fifth = TeacherFactory(unit=unit, teaching_since=today.year - 4)
    sixth = TeacherFactory(unit=unit, teaching_since=today.year - 5)
    TeacherFactory(unit=unit)  # not known
    TeacherFactory(unit=unit, teaching_since=today.year, is_active=False)
    TeacherFactory(unit=unit, teaching_since=today.year + 1)
    first = TeacherFactory(unit=unit, teaching_since=today.year)
    join(workshop, first)
    found = young_teachers(on=today)
    assert {each.user for each in found} == {first, fifth}
    assert {each.user for each in young_teachers(on=today, is_inside=False)} == {fifth}
    settings = WorkshopSettings.load()
    settings.young_years = 6
    settings.save()
    assert {each.user for each in young_teachers(on=today)} == {first, fifth, sixth}


def test_the_public_page_hides_small_groups_and_names_nobody(client, workshop):
    unit = UnitFactory(name="一眼认得出的学校")
    inside = make_young(8, unit)
    make_young(8, unit)
    join(workshop, *inside)
    alone = make_young(6, unit, stage=Stage.SENIOR)
    join(workshop, *alone[:2])
    page = client.get("/workshops/coverage/").content.decode()
    assert "不公布" in page
    assert "一眼认得出的学校" not in page
    for user in (*inside, *alone):
        assert user.name not in page
    figure = coverage().figures[1]
    assert (figure.total.have, figure.total.of) == (10, 22)
    assert [row.is_hidden for row in figure.rows] == [True, True]
    book = load_workbook(workbook(client.get("/workshops/coverage.xlsx")), read_only=True)
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "不公布" in cells
    assert not cells & {user.name for user in (*inside, *alone)}
    assert 8 not in cells


def test_denominators_are_said(client, workshop):
    for _ in range(12):
        unit = UnitFactory(kind=UnitKind.SCHOOL)
        teacher = TeacherFactory(unit=unit)
        if Membership.objects.count() < 6:
            join(workshop, teacher)
    page = client.get("/workshops/coverage/").content.decode()
    assert "<strong>6</strong> / 12" in page
    assert "分母是在用且有在职教师的单位" in page


def test_the_missing_are_told_to_the_office_only(client, site_home):
    people = make_people()
    young = make_young(1, UnitFactory(name="还没有人参加的学校"))[0]
    for name, user in people.everybody.items():
        log_in(client, user)
        answer = client.get(MISSING)
        if name in ("editor", "chief"):
            assert young.name in answer.content.decode()
            assert "还没有人参加的学校" in answer.content.decode()
        else:
            assert answer.status_code == (302 if name == "anonymous" else 403), name
            assert young.name not in answer.content.decode()
            assert client.post(MISSING, {"reason": "看看"}).status_code in (302, 403)
    assert not PageLogEntry.objects.filter(action="workshops.coverage.export").exists()


def test_taking_the_list_out_needs_a_reason_that_stays(client, site_home):
    young = make_young(1, UnitFactory(name="=1+1的学校"))[0]
    editor = UserFactory(role=Role.EDITOR)
    client.force_login(editor)
    refused = client.post(MISSING, {"reason": ""})
    assert refused.status_code == 422
    assert "请写明导出的用途" in refused.content.decode()
    answer = client.post(MISSING, {"reason": "联系新教师"})
    book = load_workbook(workbook(answer), read_only=True)
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    assert any(young.name in row for row in rows)
    assert any("'=1+1的学校" in row for row in rows)
    entry = PageLogEntry.objects.get(action="workshops.coverage.export")
    assert (entry.user, entry.data["reason"], entry.data["teachers"]) == (editor, "联系新教师", 1)


@pytest.mark.parametrize("who", ["anonymous", "editor"])
def test_queries_do_not_grow(client, workshop, who):
    address = "/workshops/coverage/" if who == "anonymous" else MISSING
    if who == "editor":
        client.force_login(UserFactory(role=Role.EDITOR))
    counts = []
    for amount in (1, 9, 40):
        unit = UnitFactory()
        join(workshop, *make_young(amount, unit))
        make_young(amount, UnitFactory())
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 20


def test_a_consent_has_its_day_and_its_keeper(client, site_home):
    from workshops.membership.actions import enter_outsider

    people = make_people()
    today = timezone.localdate()
    member = enter_outsider(
        workshop_id=people.workshop.pk, by=people["host"], name="外地导师", told_agreed_on=today
    )
    address = f"/my/workshops/office/consents/{member.pk}/"
    for name in ("host", "member", "teacher", "editor", "school admin"):
        log_in(client, people[name])
        assert client.get(address).status_code == 404, name
    log_in(client, people["chief"])
    assert "外地导师" in client.get("/my/workshops/office/").content.decode()
    for day, status in (("", 422), ("x", 422), ((today + timedelta(days=1)).isoformat(), 422)):
        assert client.post(address, {"given_on": day}).status_code == status
    assert client.post(address, {"given_on": today.isoformat()}).status_code == 302
    assert "外地导师" in client.get(people.workshop.get_url()).content.decode()

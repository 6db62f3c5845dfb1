"""The pages of the own year and of the school, by role, and what they do with bad input."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from editorial.printing import printing_problem
from home.demo.clock import at
from people.roles import Role
from reading.models.programme import Correction, Placement, PlannedBook
from reading.models.records import ReadingRecord
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory, UserFactory
from tests.reading.programme.factories import (
    finish,
    make_period,
    make_teachers,
    make_work,
    make_year,
)

pytestmark = pytest.mark.django_db

MINE = "/my/reading/programme/"


@pytest.fixture(autouse=True)
def _today():
    with at(timezone.make_aware(timezone.datetime(2026, 3, 1, 9))):
        yield


@pytest.fixture
def year():
    return make_year()


@pytest.fixture
def teacher():
    return TeacherFactory(name="林青禾")


@pytest.fixture
def admin(teacher):
    return SchoolAdminFactory(unit=teacher.unit, name="沈听泉")


def page(client, user, address, **query):
    client.force_login(user)
    return client.get(address, query)


def school(unit):
    return reverse("programme:school", args=[unit.pk])


def test_the_own_year(client, teacher, year):
    finish(teacher, make_work("monograph", title="某专著"))
    finish(teacher, make_work("general", title="某散文"))
    text = page(client, teacher, MINE).content.decode()
    assert "名著还缺，专著已读待评，其他 1 本" in text
    for told in ("某专著", "某散文", "还要精读一本教育名著", "学校看得到什么"):
        assert told in text


def test_without_a_year_the_page_says_so(client, teacher):
    assert "现在没有开着的阅读年度" in page(client, teacher, MINE).content.decode()


def test_earlier_years_stay_open(client, teacher, year):
    before = make_year(date(2024, 9, 1), date(2025, 8, 31))
    finish(teacher, make_work("classic", title="去年的书"), date(2025, 1, 1))
    text = page(client, teacher, MINE, year=before.pk).content.decode()
    assert "去年的书" in text
    assert "列入计划" not in text
    assert f"?year={before.pk}" in page(client, teacher, MINE).content.decode()


@pytest.mark.parametrize("asked", ["999", "x", "9" * 40, "\x00"])
def test_a_year_that_is_not_there(client, teacher, year, asked):
    assert page(client, teacher, MINE, year=asked).status_code == 404


def test_strangers_are_sent_to_the_login(client, year, teacher):
    for address in (MINE, reverse("programme:schools"), school(teacher.unit)):
        assert client.get(address).status_code == 302


def test_the_page_takes_as_many_queries_for_100_books_as_for_one(
    client, teacher, year, django_assert_max_num_queries
):
    client.force_login(teacher)
    finish(teacher, "classic")
    for amount in (0, 9, 90):
        for _ in range(amount):
            finish(teacher, "general")
            ReadingRecord.objects.create(reader=teacher, work=make_work(), state="want")
        with django_assert_max_num_queries(20):
            client.get(MINE)


def test_planning_and_cutting(client, teacher, year):
    work, winter = make_work("classic", title="要读的书"), make_period()
    ReadingRecord.objects.create(reader=teacher, work=work, state="want")
    client.force_login(teacher)
    sent = {"year": year.pk, "work": work.pk, "slot": "classic", "period": winter.pk}
    for _ in range(2):
        answer = client.post(reverse("programme:plan"), sent)
        assert answer["Location"] == f"{MINE}?year={year.pk}"
    [planned] = PlannedBook.objects.all()
    assert "2026 年寒假" in client.get(MINE).content.decode()
    client.post(reverse("programme:unplan", args=[planned.pk]), {"year": year.pk})
    assert not PlannedBook.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"work": ""}, {"work": "x"}, {"slot": "x"}, {"period": "999"}, {"work": "9" * 30}]
)
def test_a_wrong_plan_is_told_beside_the_field(client, teacher, year, wrong):
    work = make_work()
    ReadingRecord.objects.create(reader=teacher, work=work, state="want")
    client.force_login(teacher)
    sent = {"year": year.pk, "work": work.pk, "slot": "classic", "period": ""} | wrong
    answer = client.post(reverse("programme:plan"), sent)
    assert answer.status_code == 422
    assert "form__row--error" in answer.content.decode()


def test_moving_and_leaving_it_to_the_rules(client, teacher, year):
    record = finish(teacher, "monograph")
    client.force_login(teacher)
    client.post(reverse("programme:move"), {"record": record.pk, "slot": "general"})
    assert Placement.objects.get().slot == "general"
    assert "您放在这里" in client.get(MINE).content.decode()
    client.post(reverse("programme:move"), {"record": record.pk, "slot": "rules"})
    assert not Placement.objects.exists()


def test_a_choice_made_on_the_shelf_is_not_taken_back_here(client, teacher, year):
    finish(teacher, "monograph", chosen_kind="general")
    text = page(client, teacher, MINE).content.decode()
    assert "改作学科专著" in text
    assert "照规则排" not in text


@pytest.mark.parametrize(
    ("sent", "status"),
    [({}, 404), ({"record": "x"}, 404), ({"slot": "x"}, 404), ({"slot": "classic"}, 409)],
)
def test_a_wrong_move(client, teacher, year, sent, status):
    record = finish(teacher, "monograph")
    client.force_login(teacher)
    answer = client.post(reverse("programme:move"), {"record": record.pk} | sent if sent else {})
    assert answer.status_code == status


def test_the_teacher_reads_the_correction_and_its_reason(client, teacher, admin, year):
    record = finish(teacher, "monograph")
    client.force_login(admin)
    address = reverse("programme:correct", args=[record.pk])
    assert client.get(address).status_code == 200
    answer = client.post(address, {"slot": "classic", "reason": "在名著书目里"})
    assert answer["Location"] == school(teacher.unit)
    text = page(client, teacher, MINE).content.decode()
    assert "在名著书目里" in text
    assert "沈听泉" in text
    client.force_login(admin)
    client.post(reverse("programme:take_back", args=[Correction.objects.get().pk]))
    assert "在名著书目里" not in page(client, teacher, MINE).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"reason": ""}, {"slot": "x"}, {"reason": "长" * 201}, {"slot": "monograph"}]
)
def test_a_wrong_correction_keeps_what_was_typed(client, teacher, admin, year, wrong):
    record = finish(teacher, "monograph")
    client.force_login(admin)
    sent = {"slot": "classic", "reason": "写好的理由"} | wrong
    answer = client.post(reverse("programme:correct", args=[record.pk]), sent)
    assert answer.status_code == 422
    assert sent["reason"] in answer.content.decode()
    assert not Correction.objects.exists()


def test_the_school_sees_states_and_titles_in_slots_and_nothing_else(client, teacher, admin, year):
    finish(teacher, make_work("classic", title="位置里的书"))
    finish(teacher, make_work("general", title="其他的书"))
    finish(teacher, make_work("monograph", title="不计入的书"), counts=False)
    finish(teacher, make_work("monograph", title="去年的书"), date(2025, 1, 1))
    for state in ("want", "reading", "stopped"):
        ReadingRecord.objects.create(
            reader=teacher, work=make_work("monograph", title=f"{state} 的书"), state=state
        )
    text = page(client, admin, school(teacher.unit)).content.decode()
    assert "位置里的书" in text
    assert "名著已读待评，专著还缺，其他 1 本" in text
    for secret in ("其他的书", "不计入的书", "去年的书", "的书》在读", "reading 的书", "want 的书"):
        assert secret not in text
    assert "2025年10月1日" not in text


def roles_without_sight(unit):
    return [
        TeacherFactory(unit=unit),
        SchoolAdminFactory(unit=UnitFactory()),
        UserFactory(role=Role.WORKSHOP_HOST),
        UserFactory(),
    ]


def test_outsiders_do_not_learn_that_a_school_is_there(client, teacher, year):
    make_teachers(teacher.unit, 6)
    record = finish(teacher, "classic")
    for person in roles_without_sight(teacher.unit):
        client.force_login(person)
        assert client.get(school(teacher.unit)).status_code == 404
        assert client.get(reverse("programme:sheet", args=[teacher.unit.pk])).status_code == 404
        assert client.get(reverse("programme:correct", args=[record.pk])).status_code == 404
        export = reverse("programme:export", args=[teacher.unit.pk])
        assert client.post(export, {"reason": "x", "form": "xlsx"}).status_code == 404


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF_EDITOR, Role.SITE_ADMIN])
def test_the_districts_staff_sees_totals_of_large_units_only(client, teacher, year, role):
    finish(teacher, make_work("classic", title="位置里的书"))
    make_teachers(teacher.unit, 5)
    small = TeacherFactory().unit
    person = UserFactory(role=role)
    above = teacher.unit.get_parent()
    text = page(client, person, school(above)).content.decode()
    assert "教师 7 人" in text
    for secret in ("林青禾", "位置里的书", "按单位", "导出"):
        assert secret not in text
    sheet = client.get(reverse("programme:sheet", args=[above.pk])).content.decode()
    assert "按单位" not in sheet
    # The small school cannot be had by subtracting its neighbour.
    assert client.get(school(small)).status_code == 404
    assert client.get(school(teacher.unit)).status_code == 404
    record = ReadingRecord.objects.get()
    assert client.get(reverse("programme:correct", args=[record.pk])).status_code == 404
    export = client.post(reverse("programme:export", args=[above.pk]), {"reason": "x"})
    assert export.status_code == 403


def test_the_list_of_units(client, teacher, admin, year):
    listed = page(client, admin, reverse("programme:schools")).content.decode()
    assert teacher.unit.name in listed
    assert page(client, teacher, reverse("programme:schools")).status_code == 404
    assert "学校 2+N" in page(client, admin, MINE).content.decode()
    assert "学校 2+N" not in page(client, teacher, MINE).content.decode()


def test_the_gaps_alone(client, teacher, admin, year):
    finish(admin, "classic", logged=True)
    finish(admin, "monograph", logged=True)
    found = page(client, admin, school(teacher.unit), show="gaps")
    assert [each.name for each in found.context["page_obj"]] == ["林青禾"]


@pytest.mark.parametrize("amount", [1, 10, 100])
def test_the_school_page_takes_the_same_queries_for_all_sizes(
    client, teacher, admin, year, amount, django_assert_max_num_queries
):
    for each in make_teachers(teacher.unit, amount):
        finish(each, "classic")
    client.force_login(admin)
    with django_assert_max_num_queries(24):
        assert client.get(school(teacher.unit)).status_code == 200


def test_a_school_before_the_first_year(client, teacher, admin):
    assert "还没有阅读年度" in page(client, admin, school(teacher.unit)).content.decode()


@pytest.mark.parametrize("query", [{"year": "x"}, {"year": "999"}, {"period": "999"}])
def test_a_summary_that_is_not_there(client, teacher, admin, year, query):
    assert page(client, admin, school(teacher.unit), **query).status_code == 404


def exported(client, unit, **sent):
    return client.post(reverse("programme:export", args=[unit.pk]), sent)


def test_excel_with_names_is_noted_with_its_reason(client, teacher, admin, year):
    teacher.name = "=林青禾"
    teacher.save()
    finish(teacher, make_work("classic", title="位置里的书"))
    finish(teacher, make_work("general", title="其他的书"))
    client.force_login(admin)
    answer = exported(
        client, teacher.unit, year=year.pk, reason="校本研修", with_names="on", form="xlsx"
    )
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["汇总", "按位置", "教师"]
    rows = list(book["教师"].iter_rows(values_only=True))
    assert rows[0][:4] == ("姓名", "工号", "教育名著", "学科专著")
    assert [row[0] for row in rows[1:]] == ["'=林青禾", "沈听泉"]
    assert rows[1][2:] == ("《位置里的书》（待评）", "还缺", 1, "名著已读待评，专著还缺，其他 1 本")
    [noted] = ModelLogEntry.objects.filter(action="reading.programme.export")
    assert (noted.user, noted.data["reason"], noted.data["with_names"]) == (
        admin,
        "校本研修",
        True,
    )


def test_excel_without_names_names_nobody(client, teacher, admin, year):
    make_teachers(teacher.unit, 5)
    client.force_login(admin)
    answer = exported(client, teacher.unit, year=year.pk, reason="存档", form="xlsx")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "教师" not in book.sheetnames
    assert "林青禾" not in cells


@pytest.mark.parametrize("sent", [{}, {"reason": " "}, {"reason": "x" * 201}, {"form": "exe"}])
def test_no_export_without_a_reason(client, teacher, admin, year, sent):
    client.force_login(admin)
    sent = {"year": year.pk, "form": "xlsx"} | sent
    assert exported(client, teacher.unit, **sent).status_code == 422
    assert not ModelLogEntry.objects.filter(action="reading.programme.export").exists()


@pytest.mark.skipif(bool(printing_problem()), reason="this machine cannot make a PDF")
def test_pdf_for_paper(client, teacher, admin, year):
    finish(teacher, "classic")
    client.force_login(admin)
    answer = exported(
        client, teacher.unit, year=year.pk, reason="存档", with_names="on", form="pdf"
    )
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_where_no_pdf_can_be_made_the_page_says_what_to_install(
    client, teacher, admin, year, monkeypatch
):
    monkeypatch.setattr("reading.programme.sheets.printing_problem", lambda: "缺少排版库。")
    client.force_login(admin)
    answer = exported(client, teacher.unit, year=year.pk, reason="存档", form="pdf")
    assert answer.status_code == 409
    assert "缺少排版库。" in answer.content.decode()


def test_the_part_for_the_own_shelf_takes_two_queries(rf, teacher, year, django_assert_num_queries):
    from django.template.loader import render_to_string

    finish(teacher, "classic")
    request = rf.get("/my/reading/")
    request.user = teacher
    with django_assert_num_queries(2):
        text = render_to_string("reading/parts/my_programme.html", {"request": request})
    assert "名著已读待评，专著还缺" in text


def test_the_menu_marks_one_place(client):
    client.force_login(UserFactory(role=Role.SCHOOL_ADMIN, role__unit=UnitFactory()))
    page = client.get(reverse("programme:schools")).content.decode()
    menu = page[page.index("desk-nav__list") :]
    marked = [entry for entry in menu.split("</a>") if 'aria-current="true"' in entry]
    assert [entry.rpartition(">")[2] for entry in marked] == ["学校 2+N"]

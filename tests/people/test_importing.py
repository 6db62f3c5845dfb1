"""Import of units and people from real .xlsx files."""

from pathlib import Path

import openpyxl
import pytest

from people import actions, importing, roles
from people.choices import AuditKind, Role
from people.importing import columns as col
from people.models import AuditEntry, Unit, User
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UserFactory
from tests.people.workbooks import PEOPLE, UNITS, counts, person, run, table, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(tmp_path: Path) -> None:
    assert run(workbook(tmp_path / "units.xlsx", units=UNITS))[0] == 0


def test_units_and_people_arrive(tmp_path: Path) -> None:
    code, out, _ = run(workbook(tmp_path / "in.xlsx", PEOPLE, UNITS))
    assert code == 0
    assert "单位：新建 4、更新 0、无变化 0" in out
    assert "人员：新建 3、更新 0、无变化 0" in out
    assert Unit.find_problems() == ([], [], [], [], [])
    assert Unit.objects.get(code="U101").get_parent().code == "U100"
    lin = User.objects.get(staff_number="0001")
    assert (lin.name, lin.phone, lin.email) == ("林小满", "13800000001", "a@example.cn")
    assert lin.unit.code == "U101"
    profile = lin.teacher_profile
    assert (profile.stage, profile.subject.name, profile.teaching_since) == (
        "primary",
        "语文",
        2010,
    )
    assert roles.roles_of(lin) == {Role.TEACHER}
    assert profile.memberships.get().until is None
    assert User.objects.get(staff_number="0002").phone == "13800000002"
    assert User.objects.get(staff_number="JY-3").phone == "13800000003"
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_twice_changes_nothing(tmp_path: Path) -> None:
    path = workbook(tmp_path / "in.xlsx", PEOPLE, UNITS)
    run(path)
    before = counts()
    code, out, _ = run(path)
    assert code == 0
    assert "单位：新建 0、更新 0、无变化 4" in out
    assert "人员：新建 0、更新 0、无变化 3" in out
    assert counts() == before


def test_a_dry_run_stores_nothing(tmp_path: Path) -> None:
    before = counts()
    code, out, _ = run(workbook(tmp_path / "in.xlsx", PEOPLE, UNITS), dry_run=True)
    assert (code, counts()) == (0, before)
    assert "人员：新建 3" in out
    assert "没有写入任何内容" in out


def test_changes_are_taken_over_and_empty_cells_erase_nothing(
    tmp_path: Path, district: None
) -> None:
    run(workbook(tmp_path / "a.xlsx", PEOPLE))
    changed = person(工号="0001", 姓名="林小满", 单位="U2", 手机号="13800000009", 角色="编辑")
    code, out, _ = run(workbook(tmp_path / "b.xlsx", [changed]))
    assert code == 0
    assert "人员：新建 0、更新 1、无变化 0" in out
    lin = User.objects.get(staff_number="0001")
    assert (lin.phone, lin.email, lin.unit.code) == ("13800000009", "a@example.cn", "U2")
    assert lin.teacher_profile.subject.name == "语文"
    assert roles.roles_of(lin) == {Role.TEACHER, Role.EDITOR}


def test_roles_come_with_their_scope(tmp_path: Path, district: None) -> None:
    run(workbook(tmp_path / "in.xlsx", [person(单位="U100", 角色="学校管理员，工作坊主持人")]))
    user = User.objects.get(staff_number="9001")
    assert roles.roles_of(user) == {Role.TEACHER, Role.SCHOOL_ADMIN, Role.WORKSHOP_HOST}
    scope = roles.units_in_scope(user, Role.SCHOOL_ADMIN)
    assert set(scope.values_list("code", flat=True)) == {"U100", "U101"}


def test_the_trail_tells_who_was_given_what(tmp_path: Path, district: None) -> None:
    run(workbook(tmp_path / "in.xlsx", [person(单位="U100", 角色="编辑、学校管理员")]))
    user = User.objects.get(staff_number="9001")
    given = AuditEntry.objects.filter(subject=user, kind=AuditKind.ROLE_GRANTED)
    assert set(given.values_list("words", flat=True)) == {"编辑", "学校管理员（北镇中心校）"}
    assert not AuditEntry.objects.filter(subject=user).exclude(kind=AuditKind.ROLE_GRANTED)
    again = workbook(tmp_path / "in.xlsx", [person(单位="U100", 邮箱="new@example.cn")])
    run(again, report=tmp_path / "out.xlsx")
    kinds = AuditEntry.objects.filter(subject=user).exclude(kind=AuditKind.ROLE_GRANTED)
    assert set(kinds.values_list("kind", flat=True)) == {
        AuditKind.ACCOUNT_CHANGED,
        AuditKind.PASSWORD_GIVEN,
    }


def test_roles_that_do_not_go_together_are_a_problem_of_the_row(
    tmp_path: Path, district: None
) -> None:
    auditor = TeacherFactory(unit=Unit.objects.get(code="U2"), name="白露", role=Role.AUDITOR)
    row = person(工号=auditor.staff_number, 角色="站点管理员", 邮箱="new@example.cn")
    code, _, err = run(workbook(tmp_path / "in.xlsx", [row]))
    assert code == 2
    assert "站点管理员不能由审计员兼任" in err
    assert User.objects.get(pk=auditor.pk).email == ""


class TestInitialPasswords:
    def test_only_in_the_report_and_they_open_the_account(
        self, tmp_path: Path, client, district: None
    ) -> None:
        report = tmp_path / "out.xlsx"
        code, out, err = run(workbook(tmp_path / "in.xlsx", PEOPLE), report=report)
        assert code == 0
        assert report.stat().st_mode & 0o077 == 0
        rows = table(report, col.PEOPLE_SHEET)
        assert [row[col.OUTCOME] for row in rows] == ["新建"] * 3
        for row in rows:
            password = row[col.PASSWORD]
            assert password not in out + err
            user = User.objects.get(staff_number=row[col.NUMBER])
            assert user.check_password(password)
            assert user.must_change_password
        assert len({row[col.PASSWORD] for row in rows}) == 3
        data = {"login": "0001", "password": rows[0][col.PASSWORD]}
        assert client.post("/accounts/login/", data).status_code == 302

    def test_the_report_can_be_imported_again(self, tmp_path: Path, district: None) -> None:
        report = tmp_path / "out.xlsx"
        run(workbook(tmp_path / "in.xlsx", PEOPLE), report=report)
        hashes = set(User.objects.values_list("password", flat=True))
        code, out, _ = run(report, report=tmp_path / "again.xlsx")
        assert code == 0
        assert "无变化 3" in out
        assert {row[col.PASSWORD] for row in table(tmp_path / "again.xlsx", col.PEOPLE_SHEET)} == {
            None
        }
        assert set(User.objects.values_list("password", flat=True)) == hashes

    def test_later_for_accounts_that_have_none(self, tmp_path: Path, district: None) -> None:
        path = workbook(tmp_path / "in.xlsx", PEOPLE)
        run(path)
        run(path, report=tmp_path / "out.xlsx")
        for row in table(tmp_path / "out.xlsx", col.PEOPLE_SHEET):
            user = User.objects.get(staff_number=row[col.NUMBER])
            assert user.check_password(row[col.PASSWORD])

    def test_none_in_a_dry_run(self, tmp_path: Path, district: None) -> None:
        report = tmp_path / "out.xlsx"
        run(workbook(tmp_path / "in.xlsx", PEOPLE), report=report, dry_run=True)
        assert {row[col.PASSWORD] for row in table(report, col.PEOPLE_SHEET)} == {None}

    def test_an_unwritable_report_stops_before_anything_is_stored(
        self, tmp_path: Path, district: None
    ) -> None:
        before = counts()
        report = tmp_path / "no-such-folder" / "out.xlsx"
        code, _, err = run(workbook(tmp_path / "in.xlsx", PEOPLE), report=report)
        assert (code, counts()) == (1, before)
        assert "写不了" in err


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (person(工号=""), "缺少工号"),
        (person(工号="工号1"), "工号只能由"),
        (person(工号="13800001234"), "工号不能是手机号"),
        (person(工号="1.38E+10"), "工号只能由"),
        (person(姓名=""), "缺少姓名"),
        (person(姓名="长" * 51), "姓名最长 50 个字"),
        (person(姓名="长" * 501), "内容太长：姓名"),
        (person(单位=""), "缺少单位"),
        (person(单位="没有的学校"), "没有这个单位：“没有的学校”"),
        (person(手机号="110"), "手机号应为 11 位"),
        (person(邮箱="x@"), "邮箱格式不对"),
        (person(学段="大学"), "学段“大学”不在下拉列表里"),
        (person(学科="魔法"), "学科“魔法”不在下拉列表里"),
        (person(从教年份="2199"), "从教年份应是"),
        (person(从教年份="一九九九"), "从教年份应是"),
        (person(角色="校长"), "没有这个角色：校长"),
        (person(确认为不同人="也许"), "只能填“是”或“否”"),
        (person(手机号="13800000001"), "这个手机号已登记在工号 0001 上"),
        (person(邮箱="A@example.cn"), "这个邮箱已登记在工号 0001 上"),
        (person(工号="0001", 姓名="另一人"), "需确认：这个工号登记的姓名是“林小满”"),
        (person(姓名="陈立秋"), "需确认：虚构一中已有同名的“陈立秋”（工号 0002）"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_stored(
    tmp_path: Path, district: None, row: list[object], message: str
) -> None:
    run(workbook(tmp_path / "first.xlsx", PEOPLE))
    before, report = counts(), tmp_path / "out.xlsx"
    fine = person(工号="9100", 姓名="处暑")
    code, _, err = run(workbook(tmp_path / "in.xlsx", [fine, row]), report=report)
    assert (code, counts()) == (2, before)
    assert "人员 第 3 行" in err
    assert message in err
    rows = table(report, col.PEOPLE_SHEET)
    assert [r[col.OUTCOME] for r in rows] == ["未导入", "未导入"]
    assert rows[0][col.PROBLEM] is None
    assert message in str(rows[1][col.PROBLEM])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (["U9", "x", "大学", "U1", ""], "类别“大学”不在下拉列表里"),
        (["U9", "x", "学校", "U1", ""], "上级应当是"),
        (["U9", "x", "学校", "U77", ""], "没有代码为“U77”的上级单位"),
        (["U9", "x", "学校", "U100", "大学"], "学段“大学”不在下拉列表里"),
        (["U9", "", "学校", "U100", ""], "单位名称"),
        (["", "x", "学校", "U100", ""], "单位代码"),
        (["U1", "虚构教体局", "学校", "U100", ""], "不能是它自己或它的下属"),
        (["U100", "北镇中心校", "市直学校", "U1", ""], ""),
    ],
)
def test_a_wrong_unit_is_named(
    tmp_path: Path, district: None, row: list[object], message: str
) -> None:
    before = list(Unit.objects.order_by("path").values_list("path", "code", "kind"))
    code, _, err = run(workbook(tmp_path / "in.xlsx", units=[row]))
    if message:
        assert code == 2
        assert message in err
        after = list(Unit.objects.order_by("path").values_list("path", "code", "kind"))
        assert after == before
    else:
        assert code == 0


def test_doubles_inside_the_file(tmp_path: Path, district: None) -> None:
    rows = [
        person(手机号="13800000001", 邮箱="x@example.cn"),
        person(姓名="寒露", 手机号="138 0000 0001", 邮箱="X@example.cn"),
    ]
    code, _, err = run(workbook(tmp_path / "in.xlsx", rows))
    assert code == 2
    for text in ("工号与第 2 行重复", "手机号与第 2 行重复", "邮箱与第 2 行重复"):
        assert text in err
    code, _, err = run(workbook(tmp_path / "u.xlsx", units=[UNITS[3], UNITS[3]]))
    assert code == 2
    assert "单位代码与第 2 行重复" in err


class TestNamesakes:
    def test_in_the_file_both_are_asked_about(self, tmp_path: Path, district: None) -> None:
        rows = [person(), person(工号="9002")]
        code, _, err = run(workbook(tmp_path / "in.xlsx", rows))
        assert code == 2
        assert "第 2 行：需确认：虚构一中已有同名的“白露”（第 3 行）" in err
        assert "第 3 行：需确认：虚构一中已有同名的“白露”（第 2 行）" in err

    def test_confirmed_as_different_people_they_stay_two(
        self, tmp_path: Path, district: None
    ) -> None:
        run(workbook(tmp_path / "a.xlsx", [person()]))
        rows = [person(工号="9002", 确认为不同人="是")]
        assert run(workbook(tmp_path / "b.xlsx", rows))[0] == 0
        assert User.objects.filter(name="白露").count() == 2
        # Both exist now, so neither is asked about again.
        assert run(workbook(tmp_path / "c.xlsx", [person(), person(工号="9002")]))[0] == 0

    def test_in_another_unit_nobody_asks(self, tmp_path: Path, district: None) -> None:
        rows = [person(), person(工号="9002", 单位="U101")]
        assert run(workbook(tmp_path / "in.xlsx", rows))[0] == 0


def test_units_of_one_name_need_their_code(tmp_path: Path, district: None) -> None:
    run(workbook(tmp_path / "u.xlsx", units=[["U3", "虚构一中", "市直学校", "U1", ""]]))
    code, _, err = run(workbook(tmp_path / "in.xlsx", [person(单位="虚构一中")]))
    assert code == 2
    assert "有多个单位叫“虚构一中”，请改填单位代码（U2、U3）" in err
    assert run(workbook(tmp_path / "in.xlsx", [person(单位="U3")]))[0] == 0


def test_formulas_are_neither_run_nor_handed_back(tmp_path: Path, district: None) -> None:
    rows = [person(姓名="+cmd|' /C calc'!A0"), person(工号="@SUM(1)")]
    path, report = workbook(tmp_path / "in.xlsx", rows), tmp_path / "out.xlsx"
    book = openpyxl.load_workbook(path)
    book[col.PEOPLE_SHEET]["E2"] = '=HYPERLINK("http://evil.example","x")'
    book.save(path)
    assert run(path, report=report)[0] == 2
    sheet = openpyxl.load_workbook(report)[col.PEOPLE_SHEET]
    assert sheet["B2"].value == "+cmd|' /C calc'!A0"
    assert sheet["B2"].quotePrefix
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


class TestSchoolAdministrators:
    """Rules for a school's own import, by the library; the command is for operators."""

    def check(self, tmp_path: Path, by: User, people=None, units=None):
        path = workbook(tmp_path / "in.xlsx", people, units)
        with path.open("rb") as file:
            return importing.check_import(importing.read_workbook(file, path.name), by=by)

    def messages(self, result) -> str:
        return " ".join(text for texts in result.problems.values() for text in texts)

    def test_the_own_unit_works(self, tmp_path: Path, district: None) -> None:
        admin = SchoolAdminFactory(unit=Unit.objects.get(code="U100"))
        assert self.check(tmp_path, admin, [person(单位="U101")]).ok

    @pytest.mark.parametrize(
        ("people", "units", "message"),
        [
            ([person(单位="U2")], None, "“虚构一中”不在您管理的范围内"),
            ([person(单位="U101", 角色="总编")], None, "您不能分配“教师”以外的角色"),
            (None, [["U9", "x", "学校", "U100", ""]], "只有站点管理员可以维护单位"),
        ],
    )
    def test_everything_else_does_not(
        self, tmp_path: Path, district: None, people, units, message: str
    ) -> None:
        admin = SchoolAdminFactory(unit=Unit.objects.get(code="U100"))
        result = self.check(tmp_path, admin, people, units)
        assert message in self.messages(result)

    def test_accounts_of_others_are_out_of_reach(self, tmp_path: Path, district: None) -> None:
        mine = Unit.objects.get(code="U101")
        admin = SchoolAdminFactory(unit=mine)
        other = TeacherFactory(unit=Unit.objects.get(code="U2"), name="白露")
        editor = TeacherFactory(unit=mine, name="霜降")
        actions.grant_role(user=editor, role=Role.EDITOR)
        rows = [
            person(工号=other.staff_number, 单位="U101"),
            person(工号=editor.staff_number, 姓名="霜降", 单位="U101", 邮箱="me@example.cn"),
            person(工号=admin.staff_number, 姓名=admin.name, 单位="U101"),
        ]
        result = self.check(tmp_path, admin, rows)
        texts = {row: " ".join(t) for (_, row), t in result.problems.items()}
        assert "不在您管理的范围内" in texts[2]
        assert "还有其他角色" in texts[3]
        assert "不能通过导入修改自己的账号" in texts[4]

    @pytest.mark.parametrize("role", [Role.SECURITY_ADMIN, Role.AUDITOR])
    @pytest.mark.parametrize("is_active", [True, False])
    def test_nobody_takes_over_who_watches(
        self, tmp_path: Path, district: None, role: Role, is_active: bool
    ) -> None:
        """A new e-mail address, and a letter that sets a new password, would do."""
        unit = Unit.objects.get(code="U2")
        watcher = TeacherFactory(unit=unit, name="白露", role=role, is_active=is_active)
        row = person(工号=watcher.staff_number, 邮箱="mine@example.cn")
        result = self.check(tmp_path, UserFactory(role=Role.SITE_ADMIN), [row])
        assert "安全管理员和审计员的账号不能通过导入修改" in self.messages(result)

    def test_nobody_else_imports_anything(self, tmp_path: Path, district: None) -> None:
        for role in (None, Role.TEACHER, Role.WORKSHOP_HOST, Role.EDITOR, Role.CHIEF_EDITOR):
            result = self.check(tmp_path, UserFactory(role=role), [person()])
            assert "不在您管理的范围内" in self.messages(result)


def test_the_number_of_queries_does_not_grow_with_the_rows(
    tmp_path: Path, district: None, django_assert_max_num_queries
) -> None:
    rows = [person(工号=f"N{n}", 姓名=f"虚构{n}") for n in range(300)]
    path = workbook(tmp_path / "in.xlsx", rows)
    with path.open("rb") as file:
        sheets = importing.read_workbook(file, path.name)
    with django_assert_max_num_queries(40):
        result = importing.store_import(sheets, initial_passwords={})
    assert result.count(col.PEOPLE_SHEET, "新建") == 300
    with django_assert_max_num_queries(20):
        assert importing.check_import(sheets).ok

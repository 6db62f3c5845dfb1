"""Accounts and units in Wagtail's admin."""

import io

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.test import Client

from people import roles
from people.choices import Role, UnitKind
from people.importing import columns as col
from people.models import Subject, Unit, User
from tests.people.factories import PASSWORD, TeacherFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
USERS, UNITS = "/admin/users/", "/admin/units/"


@pytest.fixture
def site_admin(client: Client) -> User:
    user = UserFactory(role=Role.SITE_ADMIN)
    client.force_login(user)
    return user


def account(**values: object) -> dict[str, object]:
    return {"staff_number": "JY-1", "name": "林小满", "phone": "", "email": ""} | values


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF_EDITOR])
@pytest.mark.parametrize(
    "address", [USERS, f"{USERS}new/", UNITS, f"{UNITS}new/", "/admin/subjects/"]
)
def test_editors_do_not_manage_people(client: Client, role: Role, address: str) -> None:
    client.force_login(UserFactory(role=role))
    response = client.get(address)
    assert response.status_code == 302
    assert response.url == "/admin/"


class TestAccounts:
    def test_the_list_masks_phones_and_finds_by_name_number_and_unit(
        self, client: Client, site_admin: User
    ) -> None:
        unit = UnitFactory(name="北镇一小")
        TeacherFactory(name="林小满", staff_number="JY-1", phone="13800001234", unit=unit)
        TeacherFactory(name="陈立秋", staff_number="JY-2")
        for query in ("林小满", "JY-1", "北镇", "1234"):
            html = client.get(USERS, {"q": query}).content.decode()
            assert "林小满" in html
            assert "138****1234" in html
            assert "13800001234" not in html
            assert "陈立秋" not in html

    def test_the_list_costs_the_same_for_many(
        self, client: Client, site_admin: User, django_assert_max_num_queries
    ) -> None:
        unit = UnitFactory()
        for _ in range(15):
            TeacherFactory(unit=unit)
        with django_assert_max_num_queries(20):
            assert client.get(USERS).status_code == 200

    def test_every_page_answers(self, client: Client, site_admin: User) -> None:
        user = TeacherFactory()
        for address in ("new/", f"edit/{user.pk}/", f"history/{user.pk}/", "?ordering=-name"):
            assert client.get(USERS + address).status_code == 200
        assert client.get("/admin/reports/site-history/").status_code in {200, 302}

    def test_a_new_teacher_with_roles(self, client: Client, site_admin: User) -> None:
        unit = UnitFactory()
        data = account(
            phone="138 0000 1234",
            email="Lin@example.cn",
            initial_password=PASSWORD,
            unit=unit.pk,
            stage="primary",
            subject=Subject.objects.get(name="语文").pk,
            teaching_since="2010",
            roles=["editor", "workshop_host"],
            school_admin_units=[unit.pk],
        )
        assert client.post(f"{USERS}new/", data).status_code == 302
        user = User.objects.get(staff_number="JY-1")
        assert (user.phone, user.email, user.unit) == ("13800001234", "lin@example.cn", unit)
        assert user.check_password(PASSWORD)
        assert user.must_change_password
        assert roles.roles_of(user) == {
            Role.TEACHER,
            Role.EDITOR,
            Role.WORKSHOP_HOST,
            Role.SCHOOL_ADMIN,
        }
        assert roles.in_scope(user, Role.SCHOOL_ADMIN, unit)
        assert user.role_scopes.filter(granted_by=site_admin).count() == 4

    def test_editing_moves_and_reassigns(self, client: Client, site_admin: User) -> None:
        user = TeacherFactory(role=Role.EDITOR)
        target = UnitFactory()
        data = account(unit=target.pk, roles=["chief_editor"], is_active="on", name="改名")
        assert client.post(f"{USERS}edit/{user.pk}/", data).status_code == 302
        user = User.objects.get(pk=user.pk)
        assert (user.name, user.unit) == ("改名", target)
        assert user.teacher_profile.memberships.count() == 2
        assert roles.roles_of(user) == {Role.TEACHER, Role.CHIEF_EDITOR}
        assert user.check_password(PASSWORD)
        assert not user.must_change_password

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"staff_number": "t-OLD"}, "这个工号已经有账号了"),
            ({"staff_number": "工号"}, "工号只能由"),
            ({"staff_number": ""}, "必需字段"),
            ({"phone": "110"}, "手机号应为 11 位"),
            ({"phone": "138-0000-1234"}, "已经登记在另一个账号上"),
            ({"email": "OLD@example.cn"}, "已经登记在另一个账号上"),
            ({"name": " "}, "必需字段"),
            ({"initial_password": "short"}, "10"),
            ({"unit": "999999"}, "选择一个有效的选项"),
            ({"roles": ["teacher"]}, "选择一个有效的选项"),
            ({"teaching_since": "10"}, "1950"),
            ({"name": "a\x00b"}, "空字符"),
        ],
    )
    def test_wrong_input_is_named_beside_the_field(
        self, client: Client, site_admin: User, values: dict[str, object], message: str
    ) -> None:
        UserFactory(staff_number="T-old", phone="13800001234", email="old@example.cn")
        before = User.objects.count()
        response = client.post(f"{USERS}new/", account(**values))
        assert response.status_code == 200
        errors = response.context["form"].errors
        assert message in str(errors[next(iter(values))])
        assert User.objects.count() == before

    def test_nobody_changes_the_own_roles_or_switches_oneself_off(
        self, client: Client, site_admin: User
    ) -> None:
        data = account(staff_number=site_admin.staff_number, roles=["chief_editor"])
        assert client.post(f"{USERS}edit/{site_admin.pk}/", data).status_code == 302
        user = User.objects.get(pk=site_admin.pk)
        assert roles.roles_of(user) == {Role.SITE_ADMIN}
        assert user.is_active

    def test_superusers_are_out_of_reach(self, client: Client, site_admin: User) -> None:
        root = User.objects.create_superuser("root1", "x", name="系统")
        data = account(staff_number="root1", initial_password=PASSWORD)
        response = client.post(f"{USERS}edit/{root.pk}/", data)
        assert response.status_code == 302
        assert response.url == "/admin/"
        assert not User.objects.get(pk=root.pk).check_password(PASSWORD)
        client.post(f"{USERS}new/", account(is_superuser="on"))
        assert not User.objects.get(staff_number="JY-1").is_superuser

    @pytest.mark.parametrize("action", ["assign_role", "delete", "set_active_state"])
    def test_bulk_actions_change_nothing(
        self, client: Client, site_admin: User, action: str
    ) -> None:
        user, group = UserFactory(), Group.objects.get(name="总编")
        address = f"/admin/bulk/people/user/{action}/?id={user.pk}&id={site_admin.pk}"
        client.post(address, {"role": group.pk, "mark_as_active": "false"})
        assert User.objects.get(pk=user.pk).is_active
        assert not group.user_set.exists()

    def test_accounts_are_switched_off_not_deleted(self, client: Client, site_admin: User) -> None:
        user = UserFactory()
        assert client.post(f"{USERS}delete/{user.pk}/").status_code == 302
        assert User.objects.filter(pk=user.pk).exists()
        assert client.post(f"{USERS}edit/{user.pk}/", account()).status_code == 302
        assert not User.objects.get(pk=user.pk).is_active


class TestUnits:
    def test_every_page_answers(self, client: Client, site_admin: User) -> None:
        unit = UnitFactory(name="北镇一小")
        for address in ("", "new/", f"edit/{unit.pk}/", f"history/{unit.pk}/", "?q=北镇"):
            assert client.get(UNITS + address).status_code == 200
        html = client.get(UNITS).content.decode()
        assert "\u3000\u3000北镇一小" in html
        assert client.get("/admin/subjects/").status_code == 200

    def test_create_edit_and_move(self, client: Client, site_admin: User) -> None:
        school = UnitFactory()
        town = UnitFactory(kind=UnitKind.CENTRAL_SCHOOL, parent=Unit.get_first_root_node())
        data = {"name": "新校", "code": "N1", "kind": "school", "parent": town.pk, "stage": ""}
        assert client.post(f"{UNITS}new/", data).status_code == 302
        assert Unit.objects.get(code="N1").get_parent() == town
        data |= {"code": school.code, "is_active": "on"}
        assert client.post(f"{UNITS}edit/{school.pk}/", data).status_code == 302
        school = Unit.objects.get(pk=school.pk)
        assert (school.name, school.get_parent()) == ("新校", town)
        assert Unit.find_problems() == ([], [], [], [], [])

    @pytest.mark.parametrize(
        ("values", "field", "message"),
        [
            ({"parent": ""}, "parent", "必须有上级单位"),
            ({"kind": "bureau"}, "parent", "最高一级"),
            ({"kind": "kingdom"}, "kind", "有效的选项"),
            ({"code": "TAKEN"}, "code", "已存在"),
            ({"name": ""}, "name", "必需字段"),
        ],
    )
    def test_wrong_input_is_named_beside_the_field(
        self,
        client: Client,
        site_admin: User,
        values: dict[str, str],
        field: str,
        message: str,
    ) -> None:
        town = UnitFactory(code="TAKEN").get_parent()
        data = {"name": "新校", "code": "N1", "kind": "school", "parent": town.pk, "stage": ""}
        response = client.post(f"{UNITS}new/", data | values)
        assert response.status_code == 200
        assert message in str(response.context["form"].errors[field])


class TestImport:
    ADDRESS = "/admin/people-import/"

    def workbook(self, rows: list[list[str]]) -> io.BytesIO:
        book = openpyxl.Workbook()
        book.active.title = col.PEOPLE_SHEET
        for row in [["工号", "姓名", "单位"], *rows]:
            book.active.append(row)
        file = io.BytesIO()
        book.save(file)
        file.seek(0)
        file.name = "in.xlsx"
        return file

    def send(self, client: Client, rows: list[list[str]], button: str):
        return client.post(self.ADDRESS, {"file": self.workbook(rows), button: ""})

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF_EDITOR])
    def test_site_administrators_only(self, client: Client, role: Role) -> None:
        client.force_login(UserFactory(role=role))
        unit = UnitFactory()
        for response in (
            client.get(self.ADDRESS),
            client.get(f"{self.ADDRESS}template/"),
            self.send(client, [["JY-1", "林小满", unit.code]], "import"),
        ):
            assert (response.status_code, response.url) == (302, "/admin/")
        assert not User.objects.filter(staff_number="JY-1").exists()
        assert self.ADDRESS not in client.get("/admin/").content.decode()

    def test_the_way_from_template_to_report(self, client: Client, site_admin: User) -> None:
        unit = UnitFactory()
        assert self.ADDRESS in client.get("/admin/").content.decode()
        page = client.get(self.ADDRESS)
        assert f"{self.ADDRESS}template/" in page.content.decode()
        template = client.get(f"{self.ADDRESS}template/")
        assert col.PEOPLE_SHEET in openpyxl.load_workbook(io.BytesIO(template.content)).sheetnames
        rows = [["JY-1", "林小满", unit.code]]
        checked = self.send(client, rows, "check").content.decode()
        assert "检查通过，还没有写入" in checked
        assert "人员：新建 1" in checked
        assert not User.objects.filter(staff_number="JY-1").exists()
        response = self.send(client, rows, "import")
        assert "no-store" in response.headers["Cache-Control"]
        report = openpyxl.load_workbook(io.BytesIO(response.content))[col.PEOPLE_SHEET]
        header, values = report.iter_rows(values_only=True)
        result = dict(zip(header, values, strict=True))
        assert result[col.OUTCOME] == "新建"
        user = User.objects.get(staff_number="JY-1")
        assert user.check_password(result[col.PASSWORD])
        assert user.role_scopes.get().granted_by == site_admin

    def test_problems_are_listed_and_nothing_is_stored(
        self, client: Client, site_admin: User
    ) -> None:
        unit = UnitFactory()
        rows = [["JY-1", "林小满", unit.code], ["JY-2", "<b>陈</b>", "没有的学校"]]
        html = self.send(client, rows, "import").content.decode()
        assert "没有这个单位：“没有的学校”" in html
        assert not User.objects.filter(staff_number="JY-1").exists()

    @pytest.mark.parametrize(
        ("name", "data", "message"),
        [
            ("a.xlsx", b"no", "不是 .xlsx 文件"),
            ("a.xlsm", b"PK", "带宏"),
            ("a.xlsx", b"", "是空的"),
        ],
    )
    def test_other_files_are_refused_beside_the_field(
        self, client: Client, site_admin: User, name: str, data: bytes, message: str
    ) -> None:
        file = io.BytesIO(data)
        file.name = name
        response = client.post(self.ADDRESS, {"file": file, "import": ""})
        assert response.status_code == 200
        assert message in str(response.context["form"].errors["file"])
        assert "请选择文件" in client.post(self.ADDRESS, {}).content.decode()

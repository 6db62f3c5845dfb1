"""Checking the rows of people against the file itself and against what is stored."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from people import permissions, rules
from people.choices import IMPORTED_ROLES, WATCHING_ROLES, Role, Stage
from people.importing import columns as col
from people.importing.workbook import MAX_CELL_LENGTH, Row
from people.models import Subject, Unit, User
from people.roles import units_in_scope

Sheet = Literal["单位", "人员"]
T = TypeVar("T")
_STAGES = {str(stage.label): stage for stage in Stage}
_ROLES = {str(role.label): role for role in IMPORTED_ROLES}
_SEPARATORS = re.compile(r"[,;\uff0c\uff1b/|、\s]+")


@dataclass
class ImportResult:
    """What an import did or would do.

    ``problems`` and ``outcomes`` are keyed by sheet and row number. Any problem means that nothing
    was stored.
    """

    problems: dict[tuple[Sheet, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    outcomes: dict[tuple[Sheet, int], str] = field(default_factory=dict)
    # Rows of people whose account has no password that anybody could know.
    without_password: list[int] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems

    def count(self, sheet: Sheet, outcome: str) -> int:
        """How many rows of ``sheet`` had this outcome."""
        return Counter(value for (where, _), value in self.outcomes.items() if where == sheet)[
            outcome
        ]


@dataclass(frozen=True)
class Person:
    """A checked row."""

    row: int
    staff_number: str
    name: str
    unit: Unit
    phone: str | None
    email: str
    stage: str
    subject: Subject | None
    teaching_since: int | None
    roles: frozenset[Role]
    user: User | None  # the account it updates; None for a new one


class PeopleChecker:
    """Check rows one by one; everything needed from the database is loaded once.

    Args:
        by: acting person; a school administrator reaches only the own units.
        this_year: latest possible first year of teaching.
    """

    def __init__(self, *, by: User | None, this_year: int) -> None:
        self.by, self.this_year = by, this_year
        self.site_admin = permissions.is_site_admin(by)
        self.assigns_roles = permissions.assigns_roles(by)
        self.units = list(Unit.objects.filter(is_active=True))
        self.unit_by_code = {unit.code: unit for unit in self.units}
        self.units_by_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            self.units_by_name[rules.clean_identifier(unit.name)].append(unit)
        self.subjects = {subject.name: subject for subject in Subject.objects.all()}
        users = list(User.objects.select_related("teacher_profile"))
        self.user_by_number = {user.staff_number.upper(): user for user in users}
        self.user_by_phone = {user.phone: user for user in users if user.phone}
        self.user_by_email = {user.email: user for user in users if user.email}
        self.namesakes: dict[tuple[str, int], list[str]] = defaultdict(list)
        for user in users:
            if (profile := getattr(user, "teacher_profile", None)) is not None:
                self.namesakes[user.name, profile.unit_id].append(user.staff_number)
        # As ``permissions.may_edit_account``, for all rows at once.
        self.watching: set[int] = set()
        if by is not None and not by.is_superuser:
            groups = [role.group_name for role in WATCHING_ROLES]
            holders = User.objects.filter(groups__name__in=groups)
            self.watching = set(holders.values_list("pk", flat=True))
        self.managed: set[int] = set()
        if by is not None and not self.site_admin:
            scope = units_in_scope(by, Role.SCHOOL_ADMIN)
            self.managed = set(scope.values_list("pk", flat=True))

    def check(self, rows: list[Row], result: ImportResult) -> list[Person]:
        """Return the rows without problems; write the others' problems into ``result``."""
        people: list[Person] = []
        for row in rows:
            problems: list[str] = []
            person = self._check_row(row, problems)
            if problems:
                result.problems[col.PEOPLE_SHEET, row.number] += problems
            elif person is not None:
                people.append(person)
        self._check_doubles(rows, result)
        self._check_namesakes(rows, people, result)
        return [p for p in people if (col.PEOPLE_SHEET, p.row) not in result.problems]

    def _check_row(self, row: Row, problems: list[str]) -> Person | None:
        too_long = [c for c, value in row.values.items() if len(value) > MAX_CELL_LENGTH]
        if too_long:
            problems.append(f"内容太长：{'、'.join(too_long)}。")
            return None
        number = rules.normalise_staff_number(row[col.NUMBER])
        if not number:
            problems.append("缺少工号。")
        elif problem := rules.staff_number_problem(number):
            problems.append(problem)
        name = row[col.NAME]
        if not name:
            problems.append("缺少姓名。")
        elif len(name) > 50:
            problems.append("姓名最长 50 个字。")
        unit = self._unit(row[col.UNIT], problems)
        user = self.user_by_number.get(number.upper())
        phone = self._phone(row[col.PHONE], user, problems)
        email = self._email(row[col.EMAIL], user, problems)
        stage = self._choice(col.STAGE, row[col.STAGE], _STAGES, problems)
        subject = self._choice(col.SUBJECT, row[col.SUBJECT], self.subjects, problems)
        since = self._year(row[col.SINCE], problems)
        roles = self._roles(row[col.ROLES], problems)
        if row[col.DIFFERENT] not in {"", col.YES, col.NO}:
            problems.append(f"“{col.DIFFERENT}”只能填“是”或“否”。")
        if user is not None:
            self._check_account(user, name, problems)
        if problems or unit is None:
            return None
        return Person(
            row=row.number,
            staff_number=user.staff_number if user else number,
            name=name,
            unit=unit,
            phone=phone,
            email=email,
            stage=stage or "",
            subject=subject,
            teaching_since=since,
            roles=roles | {Role.TEACHER},
            user=user,
        )

    def _unit(self, value: str, problems: list[str]) -> Unit | None:
        if not value:
            problems.append("缺少单位。")
            return None
        key = rules.clean_identifier(value)  # brackets are typed in both widths
        unit = self.unit_by_code.get(key)
        if unit is None:
            named = self.units_by_name.get(key, [])
            if len(named) > 1:
                codes = "、".join(unit.code for unit in named[:5])
                problems.append(f"有多个单位叫“{value}”，请改填单位代码（{codes}）。")
                return None
            if not named:
                problems.append(f"没有这个单位：“{value[:50]}”。")
                return None
            unit = named[0]
        if not self.site_admin and unit.pk not in self.managed:
            problems.append(f"“{unit.name}”不在您管理的范围内。")
        return unit

    def _phone(self, value: str, user: User | None, problems: list[str]) -> str | None:
        phone = rules.normalise_phone(value)
        if not phone:
            return None
        if problem := rules.phone_problem(phone):
            problems.append(problem)
        owner = self.user_by_phone.get(phone)
        if owner is not None and owner != user:
            problems.append(f"这个手机号已登记在工号 {owner.staff_number} 上。")
        return phone

    def _email(self, value: str, user: User | None, problems: list[str]) -> str:
        email = rules.normalise_email(value)
        if not email:
            return ""
        try:
            validate_email(email)
        except ValidationError:
            problems.append("邮箱格式不对。")
        if len(email) > 254:
            problems.append("邮箱太长。")
        owner = self.user_by_email.get(email)
        if owner is not None and owner != user:
            problems.append(f"这个邮箱已登记在工号 {owner.staff_number} 上。")
        return email

    def _choice(
        self, column: str, value: str, choices: dict[str, T], problems: list[str]
    ) -> T | None:
        if not value:
            return None
        if value not in choices:
            problems.append(f"{column}“{value[:20]}”不在下拉列表里。")
        return choices.get(value)

    def _year(self, value: str, problems: list[str]) -> int | None:
        if not value:
            return None
        year = rules.clean_identifier(value)
        if re.fullmatch(r"[0-9]{4}", year) and 1950 <= int(year) <= self.this_year:
            return int(year)
        problems.append(f"从教年份应是 1950 到 {self.this_year} 之间的四位数字。")
        return None

    def _roles(self, value: str, problems: list[str]) -> frozenset[Role]:
        names = [name for name in _SEPARATORS.split(value) if name]
        if unknown := [name[:20] for name in names if name not in _ROLES]:
            problems.append(f"没有这个角色：{'、'.join(unknown)}。")
        roles = frozenset(_ROLES[name] for name in names if name in _ROLES)
        if roles - {Role.TEACHER} and not self.assigns_roles:
            problems.append("您不能分配“教师”以外的角色。")
        return roles

    def _check_account(self, user: User, name: str, problems: list[str]) -> None:
        profile = getattr(user, "teacher_profile", None)
        reachable = self.site_admin or (profile is not None and profile.unit_id in self.managed)
        if not reachable:
            problems.append("这个工号的账号不在您管理的范围内，请联系站点管理员。")
            return
        if user.is_superuser:
            problems.append("这是系统管理账号，不能通过导入修改。")
        if name and user.name != name:
            problems.append(
                f"需确认：这个工号登记的姓名是“{user.name}”，与表中不同。"
                "确是改名的，请先在后台修改账号姓名；工号填错的，请改正。"
            )
        if self.by is not None and user.pk == self.by.pk:
            problems.append("不能通过导入修改自己的账号。")
        elif user.pk in self.watching:
            problems.append("安全管理员和审计员的账号不能通过导入修改。")
        elif not self.site_admin and not permissions.may_reset_password(self.by, user):
            # A new e-mail address is as good as a new password.
            problems.append("这位同事还有其他角色，账号信息请由站点管理员修改。")

    def _check_doubles(self, rows: list[Row], result: ImportResult) -> None:
        kinds = (
            (col.NUMBER, lambda value: rules.normalise_staff_number(value).upper()),
            (col.PHONE, rules.normalise_phone),
            (col.EMAIL, rules.normalise_email),
        )
        for column, normalise in kinds:
            seen: dict[str, int] = {}
            for row in rows:
                value = normalise(row[column])
                if not value:
                    continue
                if value in seen:
                    result.problems[col.PEOPLE_SHEET, row.number].append(
                        f"{column}与第 {seen[value]} 行重复。"
                    )
                else:
                    seen[value] = row.number

    def _check_namesakes(self, rows: list[Row], people: list[Person], result: ImportResult) -> None:
        confirmed = {row.number for row in rows if row[col.DIFFERENT] == col.YES}
        in_file: dict[tuple[str, int], list[Person]] = defaultdict(list)
        for person in people:
            in_file[person.name, person.unit.pk].append(person)
        for person in people:
            if person.user is not None or person.row in confirmed:
                continue
            key = (person.name, person.unit.pk)
            others = [f"工号 {number}" for number in self.namesakes[key]]
            others += [
                f"第 {other.row} 行"
                for other in in_file[key]
                if other.row != person.row and other.user is None
            ]
            if others:
                result.problems[col.PEOPLE_SHEET, person.row].append(
                    f"需确认：{person.unit.name}已有同名的“{person.name}”（{'、'.join(others[:5])}）。"
                    f"不是同一个人的，请在“{col.DIFFERENT}”填“是”；是同一个人的，请删除这一行或改正工号。"
                )

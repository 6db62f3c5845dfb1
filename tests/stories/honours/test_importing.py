"""Honours from a table: every row checked, all stored or none; and out again."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from editorial.errors import NotPossible, ReviewRefused
from people.importing.tables import read_table
from people.importing.workbook import Row
from people.roles import Role
from stories.honours import columns as col
from stories.honours.actions import revoke
from stories.honours.importing import check_honours, import_honours
from stories.honours.workbooks import register_workbook, template_workbook
from stories.models import Basis, Exemplar, Honour
from stories.portraits.queries import shown_exemplars
from tests.people.factories import UnitFactory, UserFactory
from tests.stories.factories import make_exemplar, make_honour

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(site_home):
    return UserFactory(role=Role.EDITOR)


@pytest.fixture
def unit(site_home):
    return UnitFactory(name="虚构听雨小学", code="TY01")


def row(number=2, **values):
    facts = {col.NAME: "王虚构", col.UNIT: "虚构听雨小学", col.TITLE: "标兵", col.YEAR: "2024"}
    return Row(number, facts | values)


def test_a_new_honour_of_a_new_person_whom_nobody_sees_yet(editor, unit):
    facts = {col.LEVEL: "省级", col.BODY: "虚构厅", col.DOCUMENT: "虚构〔2024〕1号"}
    result = import_honours([row(**facts)], by=editor)
    assert result.counts == {"新增": 1, "补全": 0, "无变化": 0}
    assert result.newcomers == ["王虚构"]
    honour = Honour.objects.get()
    assert (honour.holder.name, honour.holder.unit, honour.year, honour.get_level_display()) == (
        "王虚构",
        unit,
        2024,
        "省级",
    )
    assert honour.holder.pinyin_key.startswith("wang")
    assert honour.basis == Basis.DOCUMENT
    assert not shown_exemplars().exists()


def test_again_changes_nothing_and_what_is_empty_is_filled(editor, unit):
    import_honours([row()], by=editor)
    assert import_honours([row()], by=editor).counts["无变化"] == 1
    Honour.objects.update(basis=Basis.STATED)
    filled = row(
        **{col.UNIT: "TY01", col.TITLE: "“标兵”", col.YEAR: "2024年度", col.BODY: "虚构局"}
    )
    assert import_honours([filled], by=editor).counts["补全"] == 1
    honour = Honour.objects.get()
    assert (honour.title, honour.issuing_body, honour.basis) == ("标兵", "虚构局", Basis.DOCUMENT)


def test_checking_stores_nothing(editor, unit, django_assert_num_queries):
    with django_assert_num_queries(4):  # the roles of the editor are the fourth
        result = check_honours([row(), row(3, **{col.TITLE: "能手"})], by=editor)
    assert result.counts["新增"] == 2
    assert (Honour.objects.count(), Exemplar.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({col.NAME: ""}, "请填写姓名"),
        ({col.TITLE: ""}, "请填写荣誉名称"),
        ({col.TITLE: "？！"}, "没有文字"),
        ({col.TITLE: "长" * 81}, "最多 80 个字"),
        ({col.UNIT: ""}, "请填写单位"),
        ({col.UNIT: "没有的学校"}, "没有叫“没有的学校”的单位"),
        ({col.YEAR: "24"}, "四位数字"),
        ({col.YEAR: "2999"}, "四位数字"),
        ({col.YEAR: "²024"}, "四位数字"),
        ({col.LEVEL: "宇宙级"}, "级别只能是"),
        ({col.BASIS: "听说"}, "依据只能是"),
    ],
)
def test_one_wrong_row_keeps_all_out(editor, unit, values, words):
    result = import_honours([row(), row(3, **values)], by=editor)
    assert not result.is_ok
    assert list(result.problems) == [3]
    assert words in "".join(result.problems[3])
    assert (Honour.objects.count(), Exemplar.objects.count()) == (0, 0)


def test_the_same_honour_twice_two_units_of_a_name_and_two_namesakes(editor, unit):
    UnitFactory(name="虚构双胞小学")
    UnitFactory(name="虚构双胞小学")
    make_exemplar("李虚构", unit=unit)
    make_exemplar("李虚构", unit=unit)
    rows = [
        row(),
        row(3, **{col.TITLE: "标 兵"}),
        row(4, **{col.UNIT: "虚构双胞小学"}),
        row(5, **{col.NAME: "李虚构"}),
    ]
    problems = check_honours(rows, by=editor).problems
    assert "和第 2 行是同一项荣誉" in problems[3][0]
    assert "请改填单位代码" in problems[4][0]
    assert "有 2 位李虚构" in problems[5][0]


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SCHOOL_ADMIN, Role.SITE_ADMIN])
def test_others_neither_import_nor_export(site_home, role):
    by = UserFactory(role=role)
    for act in (check_honours, import_honours):
        with pytest.raises(ReviewRefused):
            act([row()], by=by)
    with pytest.raises(ReviewRefused):
        register_workbook(by=by, reason="核对")


def test_the_export_has_revoked_ones_named_so_and_no_formula(editor, unit):
    person = make_exemplar("=王虚构", unit=unit)
    make_honour(person, "=1+1", year=2024, document_number="@SUM(A1)")
    revoked = make_honour(person, "能手", year=2020)
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    revoke(honour_id=revoked.pk, by=chief, reason="材料重复")
    with pytest.raises(NotPossible):
        register_workbook(by=editor, reason=" ")
    with register_workbook(by=editor, reason="核对") as file:
        rows = [[cell.value for cell in line] for line in load_workbook(file).active]
    assert rows[0] == list(col.KNOWN)
    assert rows[1][:4] == ["'=王虚构", "虚构听雨小学", "'=1+1", 2024]
    assert rows[1][6] == "'@SUM(A1)"
    assert (rows[1][8], rows[2][8], rows[2][10]) == ("有效", "已撤销", "材料重复")


def test_what_goes_out_comes_in_again_unchanged(editor, unit):
    make_honour(make_exemplar(unit=unit), issuing_body="虚构局")
    with register_workbook(by=editor, reason="核对") as file:
        content = io.BytesIO(file.read())
    rows = read_table(content, "名录.xlsx", columns=col.KNOWN, required=col.REQUIRED)
    assert import_honours(rows, by=editor).counts == {"新增": 0, "补全": 0, "无变化": 1}


def test_the_template_has_the_columns_of_the_import(site_home):
    with template_workbook() as file:
        book: Workbook = load_workbook(file)
    assert [cell.value for cell in next(book.active.rows)] == list(col.COLUMNS)


@pytest.mark.parametrize("count", [1, 100])
def test_constant_queries(editor, unit, count, django_assert_max_num_queries):
    rows = [row(n, **{col.NAME: f"虚构{n}"}) for n in range(2, count + 2)]
    with django_assert_max_num_queries(14):
        assert import_honours(rows, by=editor).is_ok
    assert Honour.objects.count() == count

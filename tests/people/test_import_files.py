"""What the import accepts as a file, and the template that it hands out."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from people import importing
from people.choices import UnitKind
from people.importing import columns as col
from people.importing import workbook as reading
from people.models import User
from tests.people.factories import UnitFactory
from tests.people.workbooks import PEOPLE, UNITS, counts, run, workbook

pytestmark = pytest.mark.django_db


class TestGuards:
    def zipped(self, path: Path, parts: dict[str, bytes]) -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        return path

    def refused(self, path: Path) -> str:
        before = counts()
        code, out, err = run(path)
        assert (code, out, counts()) == (1, "", before)
        return err

    def test_a_missing_file(self, tmp_path: Path) -> None:
        assert "读不了" in self.refused(tmp_path / "nothing.xlsx")

    @pytest.mark.parametrize(
        ("name", "data", "message"),
        [
            ("a.xlsx", b"", "不是 .xlsx 文件"),
            ("a.xlsx", b"name,phone\n", "不是 .xlsx 文件"),
            ("a.csv", b"name,phone\n", "不是 .xlsx 文件"),
            ("a.xlsx", reading._OLE_MAGIC + b"\0" * 600, "旧版 .xls 或加了密码"),
            ("a.xlsm", b"PK", "不接受带宏的文件"),
            ("a.xlsx", b"\0" * (reading.MAX_BYTES + 1), "文件超过 5 MB"),
        ],
    )
    def test_other_files(self, tmp_path: Path, name: str, data: bytes, message: str) -> None:
        path = tmp_path / name
        path.write_bytes(data)
        assert message in self.refused(path)

    def test_macros_under_a_false_name(self, tmp_path: Path) -> None:
        path = self.zipped(
            tmp_path / "a.xlsx", {"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"}
        )
        assert "不接受带宏的文件" in self.refused(path)

    def test_a_word_document_under_a_false_name(self, tmp_path: Path) -> None:
        path = self.zipped(tmp_path / "a.xlsx", {"word/document.xml": b"<x/>"})
        assert "不是 Excel 工作簿" in self.refused(path)

    def test_a_bomb(self, tmp_path: Path) -> None:
        path = self.zipped(
            tmp_path / "a.xlsx",
            {"xl/workbook.xml": b"<x/>", "xl/media/a.bin": b"\0" * (reading.MAX_UNPACKED_BYTES)},
        )
        assert path.stat().st_size < 100_000
        assert "解开后太大" in self.refused(path)

    @pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
    @pytest.mark.parametrize(
        "data",
        [
            b"<not xml",
            b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
        ],
    )
    def test_damaged_or_hostile_parts(self, tmp_path: Path, part: str, data: bytes) -> None:
        path = workbook(tmp_path / "in.xlsx", PEOPLE)
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        damaged = self.zipped(tmp_path / "bad.xlsx", parts | {part: data})
        assert "文件" in self.refused(damaged)

    def test_too_many_rows(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = workbook(tmp_path / "in.xlsx", PEOPLE, UNITS)
        with path.open("rb") as file:
            assert len(importing.read_workbook(file, "in.xlsx", max_rows=7).people) == 3
            with pytest.raises(importing.RefusedWorkbookError, match="最多导入"):
                importing.read_workbook(file, "in.xlsx", max_rows=6)

    @pytest.mark.parametrize(
        ("header", "message"),
        [
            (("工号", "姓名"), "“人员”第 1 行缺少列：单位"),
            ((*col.PEOPLE_COLUMNS, "身份证号"), "模板之外的列：身份证号"),
            ((*col.PEOPLE_COLUMNS, "工号"), "重复的列：工号"),
            ((), "缺少列"),
        ],
    )
    def test_wrong_columns(self, tmp_path: Path, header: tuple[str, ...], message: str) -> None:
        assert message in self.refused(workbook(tmp_path / "in.xlsx", PEOPLE, header=header))

    def test_nothing_in_it(self, tmp_path: Path) -> None:
        assert "没有可以导入的内容" in self.refused(workbook(tmp_path / "in.xlsx"))

    def test_no_file_named(self) -> None:
        with pytest.raises(CommandError, match="请给出要导入的文件"):
            call_command("import_people")


class TestTemplate:
    def test_it_offers_lists_and_keeps_numbers_as_text(self, tmp_path: Path) -> None:
        town = UnitFactory(kind=UnitKind.CENTRAL_SCHOOL, code="U100", name="北镇中心校")
        UnitFactory(parent=town, code="U101", name="北镇一小")
        path = tmp_path / "template.xlsx"
        call_command("import_people", template=path, stdout=io.StringIO())
        book = openpyxl.load_workbook(path)
        people, units = book[col.PEOPLE_SHEET], book[col.UNITS_SHEET]
        assert [cell.value for cell in people[1]] == list(col.PEOPLE_COLUMNS)
        assert [cell.value for cell in units[4]] == ["U101", "北镇一小", "学校", "U100", "小学"]
        offered = {str(v.sqref).split(":")[0] for v in people.data_validations.dataValidation}
        assert offered == {"C2", "F2", "G2", "I2", "J2"}
        assert {str(v.sqref)[0] for v in units.data_validations.dataValidation} == {"C", "E"}
        assert {people[f"{letter}2"].number_format for letter in "ABCD"} == {"@"}
        assert book[col.OPTIONS_SHEET].sheet_state == "hidden"

    def test_filled_in_it_can_be_imported(self, tmp_path: Path) -> None:
        UnitFactory(code="U101")
        path = tmp_path / "template.xlsx"
        call_command("import_people", template=path, stdout=io.StringIO())
        book = openpyxl.load_workbook(path)
        for column, value in enumerate(["0007", "小雪", "U101"], start=1):
            book[col.PEOPLE_SHEET].cell(row=2, column=column, value=value)
        book.save(path)
        code, out, _ = run(path)
        assert code == 0
        assert "单位：新建 0、更新 0、无变化 3" in out
        assert User.objects.get(staff_number="0007").unit.code == "U101"

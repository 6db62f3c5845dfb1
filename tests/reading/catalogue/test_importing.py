"""Books from tables: which files are read, which rows are refused, what is matched and filled."""

import csv
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from people.importing.tables import read_table
from people.importing.workbook import RefusedWorkbookError
from people.roles import Role
from reading.catalogue import columns as col
from reading.catalogue.importing import check_books, import_books
from reading.catalogue.workbooks import catalogue_workbook, template_workbook
from reading.models import Edition, Work
from search.models import IndexOperation
from tests.people.factories import TeacherFactory, UserFactory
from tests.reading.catalogue.factories import WorkFactory, proposed

ISBN, OTHER_ISBN = "9787303002214", "9787100017565"
HEADER = ["书名", "作者", "ISBN"]
pytestmark = pytest.mark.django_db


def as_csv(rows, encoding="utf-8", delimiter=","):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))


def as_xlsx(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file


def read(file, name="books.csv"):
    return read_table(
        file, name, columns=col.EXPORTED, required=col.REQUIRED, longest=col.LONGEST_CELL
    )


def rows_of(*values, header=HEADER):
    return read(as_csv([header, *values]))


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ","),
        ("gbk", ","),
        ("gb18030", ","),
        ("utf-16", "\t"),
        ("utf-8", ";"),
    ],
)
def test_every_code_of_chinese_spreadsheets(encoding, delimiter):
    file = as_csv([HEADER, ["爱弥儿", "卢梭", ISBN]], encoding, delimiter)
    (row,) = read(file)
    assert (row["书名"], row["作者"], row["ISBN"]) == ("爱弥儿", "卢梭", ISBN)


def test_a_workbook_with_numbers_as_numbers():
    (row,) = read(as_xlsx([[*HEADER, "出版年"], ["爱弥儿", "卢梭", int(ISBN), 1978]]), "b.xlsx")
    assert (row["ISBN"], row["出版年"]) == (ISBN, "1978")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"\x81\xff\xff,\xff", "b.csv", "编码"),
        (b"", "b.csv", "缺少列"),
        ("书名\n".encode(), "b.csv", "没有可以导入的内容"),
        ("书名,电话\n甲,1\n".encode(), "b.csv", "模板之外的列"),
        ("书名,书名\n甲,1\n".encode(), "b.csv", "重复的列"),
        (b"PK\x03\x04", "b.xlsx", "xlsx"),
        (b"x" * (5 * 1024 * 1024 + 1), "b.csv", "超过 5 MB"),
        (b"abc", "b.xls", "xlsx"),
        ("书名\n".encode() + b'"' + b"a" * 200_000, "b.csv", "损坏"),
    ],
)
def test_files_that_are_no_tables(content, name, said):
    with pytest.raises(RefusedWorkbookError, match=said):
        read(io.BytesIO(content), name)


def test_a_check_stores_nothing():
    result = check_books(rows_of(["爱弥儿", "卢梭", ISBN]))
    assert result.counts == {"新增": 1, "补全": 0, "无变化": 0}
    assert not Work.objects.exists()


def test_unknown_books_are_made_with_their_editions_and_found_by_the_search():
    header = [*HEADER, "出版社", "出版年", "页数", "中图分类号", "类别"]
    rows = rows_of(
        ["《爱弥儿》", "卢梭", ISBN, "商务", "1978年", "300页", "G40", ""],
        ["三体", "刘慈欣", "", "", "", "", "", "非教育类"],
        header=header,
    )
    assert import_books(rows).counts["新增"] == 2
    work = Work.objects.get(title="爱弥儿")
    edition = work.editions.get()
    assert (work.state, work.kind, work.match_key) == ("approved", "monograph", "爱弥儿|卢梭")
    assert (edition.isbn, edition.year, edition.pages) == (ISBN, 1978, 300)
    assert not Work.objects.get(title="三体").editions.exists()


def test_known_books_are_filled_and_otherwise_left(django_capture_on_commit_callbacks):
    work = WorkFactory(title="爱弥儿", authors="卢梭", description="原来的简介。")
    header = [*HEADER, "简介", "学科或主题", "出版社"]
    rows = rows_of(
        ["爱弥儿：论教育", "[法]卢梭 著", ISBN, "另写的。", "通用", "商务"], header=header
    )
    IndexOperation.objects.all().delete()
    assert import_books(rows).counts == {"新增": 0, "补全": 1, "无变化": 0}
    work.refresh_from_db()
    assert (work.title, work.description, work.subject) == ("爱弥儿", "原来的简介。", "通用")
    assert work.editions.get().isbn == ISBN
    assert import_books(rows).counts == {"新增": 0, "补全": 0, "无变化": 1}


def test_by_isbn_first_and_told():
    work = WorkFactory(title="爱弥儿", authors="卢梭", isbn=ISBN)
    result = import_books(rows_of(["别的书名", "别的作者", "978-7-303-00221-4"]))
    assert Work.objects.get() == work
    assert "《爱弥儿》" in result.remarks[2]


def test_rows_of_one_book_are_its_editions():
    import_books(
        rows_of(["爱弥儿", "卢梭", ISBN], ["愛彌兒", "卢梭", OTHER_ISBN], ["爱弥儿", "卢梭", ISBN])
    )
    assert {e.isbn for e in Work.objects.get().editions.all()} == {ISBN, OTHER_ISBN}


def test_what_waits_is_approved_and_what_was_merged_is_not_made_again():
    waiting = proposed(TeacherFactory(), title="甲书", authors="甲某")
    target = WorkFactory(title="乙书", authors="乙某")
    WorkFactory(title="丙书", authors="丙某", state="merged", merged_into=target)
    import_books(rows_of(["甲书", "甲某", ""], ["丙书", "丙某", ISBN]))
    waiting.refresh_from_db()
    assert waiting.state == "approved"
    assert Work.objects.count() == 3
    assert Edition.objects.get().work == target


def test_the_list_of_classics():
    known = WorkFactory(title="爱弥儿", authors="卢梭")
    import_books(rows_of(["爱弥儿", "卢梭", ""], ["大教学论", "夸美纽斯", ""]), classics=True)
    known.refresh_from_db()
    assert (known.is_classic, known.kind) == (True, "classic")
    assert Work.objects.get(title="大教学论").kind == "classic"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"书名": ""}, "请填写书名"),
        ({"书名": "长" * 121}, "书名最多 120 个字"),
        ({"ISBN": "9787303002215"}, "校验位不对"),
        ({"ISBN": "97873"}, "现在有 5 位"),
        ({"ISBN": "9.7873E+12"}, "科学记数"),
        ({"出版年": "民国"}, "1800 到"),
        ({"出版年": "99999999999999999999"}, "1800 到"),
        ({"页数": "-3"}, "1 到"),
        ({"类别": "小说"}, "只能是教育名著"),
        ({"教育名著": "也许"}, "“是”或“否”"),
        ({"简介": "长" * 2001}, "简介最多 2000 个字"),
    ],
)
def test_one_bad_row_and_nothing_is_stored(row, said):
    full = {"书名": "甲书", "作者": "甲某"} | row
    result = import_books(rows_of(["好书"], list(full.values()), header=list(full)))
    ((number, texts),) = result.problems.items()
    assert number == 3
    assert any(said in text for text in texts)
    assert not Work.objects.exists()


def test_many_rows_few_queries(django_assert_max_num_queries):
    rows = rows_of(*([f"第{n}本", f"作者{n}", ""] for n in range(300)))
    with django_assert_max_num_queries(25):
        import_books(rows)
    assert Work.objects.count() == 300


def test_only_editors():
    rows = rows_of(["爱弥儿", "卢梭", ""])
    for act in (check_books, import_books):
        with pytest.raises(PermissionDenied):
            act(rows, by=TeacherFactory())
    assert import_books(rows, by=UserFactory(role=Role.EDITOR)).is_ok


def test_what_is_exported_comes_back_unchanged():
    WorkFactory(title="=1+1", authors="甲某", isbn=ISBN, clc="G40")
    WorkFactory(title="乙书", is_classic=True)
    with catalogue_workbook() as file:
        rows = read(file, "书目.xlsx")
    assert [row["书名"] for row in rows] == ["'=1+1", "乙书"]
    assert rows[0]["ISBN"] == ISBN
    with catalogue_workbook(classics=True) as file:
        assert [row["书名"] for row in read(file, "b.xlsx")] == ["乙书"]


def test_the_template_has_the_columns():
    with template_workbook() as file:
        (header, *rest) = load_workbook(file).active.iter_rows(values_only=True)
    assert header == col.COLUMNS
    assert rest == []


def test_the_command(tmp_path, capsys):
    path = tmp_path / "books.csv"
    path.write_bytes(as_csv([HEADER, ["爱弥儿", "卢梭", ISBN]], "gbk").getvalue())
    call_command("import_books", path, "--dry-run")
    assert not Work.objects.exists()
    call_command("import_books", path, "--classics")
    assert Work.objects.get().is_classic
    assert "新增 1" in capsys.readouterr().out
    path.write_bytes(as_csv([HEADER, ["爱弥儿", "卢梭", "1"]]).getvalue())
    with pytest.raises(CommandError, match="1 行有问题"):
        call_command("import_books", path)
    with pytest.raises(CommandError, match="读不了"):
        call_command("import_books", tmp_path / "none.csv")

"""The words inside attachments, and files that were made to hurt."""

import io
import zipfile

import docx
import openpyxl
import pytest
from django.core.files.base import ContentFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfReader, PdfWriter

from editorial.checks import Material, attachment_texts, run_checks
from editorial.extraction import guard, reading
from editorial.extraction.__main__ import read
from editorial.extraction.guard import read_attachment
from editorial.extraction.reading import CUT, EMBEDDED, NO_WORDS, UNREADABLE, gather, join_cells
from editorial.models import AttachmentText
from tests.editorial.checks.attached import document, letter, piece_with, portable, saved, sheet
from tests.media.factories import office_bytes, pdf_bytes

W = nsdecls("w")


def words(content: bytes, kind: str) -> dict[str, str]:
    """Return the sections of a file that was read without a problem."""
    answer = read(content, kind)
    assert answer.problem == ""
    return dict(answer.sections)


def test_a_letter_is_read_with_everything_around_its_text():
    book = docx.Document()
    paragraph = book.add_paragraph()
    for run in ("13800", "138000"):  # one number in two runs
        paragraph.add_run(run)
    outer = book.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "格一"
    outer.cell(0, 1).add_table(rows=1, cols=1).cell(0, 0).text = "格中格"
    digits = book.add_table(rows=1, cols=3)
    for cell, digit in zip(digits.rows[0].cells, "123", strict=True):
        cell.text = digit
    book.sections[0].header.paragraphs[0].text = "页眉的字"
    book.sections[0].footer.paragraphs[0].text = "页脚的字"
    book.add_comment(paragraph.runs, text="批注的字", author="甲")
    assert words(saved(book), "docx") == {
        "正文第 1 段": "13800138000",
        "正文第 2 段": "格一\t格中格",
        "正文第 3 段": "123",
        "页眉第 1 段": "页眉的字",
        "页脚第 1 段": "页脚的字",
        "批注第 1 段": "批注的字",
    }


def test_text_boxes_and_tracked_deletions_are_read_once():
    book = docx.Document()
    box = f"<w:txbxContent {W}><w:p><w:r><w:t>框里的字</w:t></w:r></w:p></w:txbxContent>"
    fallback = "urn:schemas-microsoft-com:vml"
    compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    paragraph = book.add_paragraph("框外的字")
    paragraph._p.append(
        parse_xml(
            f'<mc:AlternateContent xmlns:mc="{compatibility}" xmlns:v="{fallback}">'
            f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
            "</mc:AlternateContent>"
        )
    )
    paragraph._p.append(
        parse_xml(f"<w:del {W}><w:r><w:delText>，删去的字</w:delText></w:r></w:del>")
    )
    assert list(words(saved(book), "docx").values()) == ["框外的字，删去的字", "框里的字"]


def test_a_workbook_is_read_with_its_hidden_sheets():
    content = sheet(["姓名", 13800138000, 1.5], ["甲", "乙"], hidden=[[None, "暗处"]])
    assert words(content, "xlsx") == {
        "工作表“名单”第 1–2 行": "姓名\t13800138000\t1.5\n甲\t乙",
        "工作表“内部”第 1–1 行": "暗处",
    }


def test_rows_of_a_workbook_say_where_they_stand():
    content = sheet(*([number] for number in range(1000, 1120)))
    assert list(words(content, "xlsx")) == [
        "工作表“名单”第 1–50 行",
        "工作表“名单”第 51–100 行",
        "工作表“名单”第 101–120 行",
    ]


def test_slides_are_read_in_their_order():
    paragraph = '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:sld>'
    parts = {
        f"ppt/slides/slide{number}.xml": paragraph.format(f"第{number}张").encode()
        for number in (10, 2, 1)
    }
    parts["ppt/notesSlides/notesSlide1.xml"] = paragraph.format("备注的字").encode()
    assert list(words(office_bytes("pptx", **parts), "pptx").items()) == [
        ("第 1 页", "第1张"),
        ("第 2 页", "第2张"),
        ("第 10 页", "第10张"),
        ("备注 1", "备注的字"),
    ]


def test_a_portable_document_is_read_page_by_page():
    assert words(portable("first", "second"), "pdf") == {"第 1 页": "first", "第 2 页": "second"}


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(portable("secret"))))
    writer.encrypt("password", algorithm="RC4-128")
    return saved_by(writer)


def saved_by(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    return office_bytes("docx", **{name: content})


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;">]><d>&b;</d>'
)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "docx"),
        (b"PK\x03\x04 damaged", "docx"),
        (letter("完整")[:-400], "docx"),
        (sheet(["完整"])[:-400], "xlsx"),
        (b"not a workbook", "xlsx"),
        (pdf_bytes(), "pdf"),
        (b"%PDF-1.7", "pdf"),
        (encrypted(), "pdf"),
        (with_part("word/comments.xml", BOMB), "docx"),
        (with_part("word/comments.xml", b"<a>" * 5000 + b"</a>" * 5000), "docx"),
    ],
)
def test_what_cannot_be_read_says_so(content, kind):
    assert read(content, kind) == reading.Reading([], UNREADABLE)


def test_only_known_kinds_are_opened():
    assert read_attachment(letter("文字"), "exe") == reading.Reading([], UNREADABLE)


def test_a_part_that_unpacks_beyond_the_limit_is_not_parsed():
    content = with_part("word/comments.xml", b" " * (reading.MOST_XML_BYTES + 1))
    assert read(content, "docx").problem == UNREADABLE


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(guard, "MOST_SECONDS", 0.01)
    assert read_attachment(letter("文字"), "docx").problem == UNREADABLE


def test_the_child_process_answers_as_the_function_does():
    content = letter("甲", "乙")
    assert read_attachment(content, "docx") == read(content, "docx")
    assert read_attachment(content, "docx").sections == [
        ("正文第 1 段", "甲"),
        ("正文第 2 段", "乙"),
    ]


def test_files_without_words_and_files_within_files_say_so():
    assert read(office_bytes("docx"), "docx").problem == NO_WORDS
    assert read(saved(openpyxl.Workbook()), "xlsx").problem == NO_WORDS
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    assert read(saved_by(writer), "pdf").problem == NO_WORDS
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(portable("outer"))))
    writer.add_attachment("inner.txt", b"inner")
    assert read(saved_by(writer), "pdf").problem == EMBEDDED
    buffer = io.BytesIO(letter("外面"))
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr("word/embeddings/inner.xlsx", b"inner")
    assert read(buffer.getvalue(), "docx").problem == EMBEDDED


def test_reading_ends_at_its_bounds(monkeypatch):
    monkeypatch.setattr(reading, "MOST_CHARACTERS", 5)
    answer = gather([("一", "12345"), ("二", "6")])
    assert (answer.sections, answer.problem) == ([("一", "12345")], CUT)
    answer = gather([("一", "123456")])
    assert (answer.sections, answer.problem) == ([("一", "12345")], CUT)
    answer = gather([("一", "123"), ("二", " \n"), ("三", "a\x00b")])
    assert (answer.sections, answer.problem) == ([("一", "123"), ("三", "ab")], "")


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (["姓名", "电话"], "姓名\t电话"),
        (["证", "1", "2", "X"], "证\t12X"),
        (["证号", "1", "2", "甲乙"], "证号\t12\t甲乙"),
        (["", "", "甲"], "甲"),
        ([], ""),
    ],
)
def test_digits_in_cells_of_their_own_belong_together(cells, line):
    assert join_cells(cells) == line


@pytest.mark.django_db
def test_a_file_is_opened_once_until_it_is_replaced(site_home, monkeypatch):
    opened = []

    def counted(content: bytes, kind: str) -> reading.Reading:
        opened.append(kind)
        return read(content, kind)

    monkeypatch.setattr(attachment_texts, "read_attachment", counted)
    file = document(letter("旧的字"), "a.docx")
    piece = piece_with(file, file)
    for _ in range(2):
        assert [a.sections for a in Material(piece).attachments] == [
            [("正文第 1 段", "旧的字")]
        ] * 2
    assert opened == ["docx"]
    file.file = ContentFile(letter("新的字"), name="b.docx")
    file._set_document_file_metadata()
    file.save()
    again = type(piece).objects.get(pk=piece.pk).get_latest_revision_as_object()
    assert Material(again).attachments[0].sections == [("正文第 1 段", "新的字")]
    assert opened == ["docx", "docx"]


@pytest.mark.django_db
def test_a_file_that_is_gone_is_a_finding_and_nothing_is_kept(site_home):
    file = document(letter("字"), "a.docx")
    file.get_file_hash()
    file.file.storage.delete(file.file.name)
    [finding] = run_checks(piece_with(file))
    assert finding.message == "附件读不出文字，请人工核对。"
    assert not AttachmentText.objects.exists()

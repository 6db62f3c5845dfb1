"""The words of a piece, part by part."""

import pytest

from editorial.text import length_of, parts_of
from reading.models import BookListItem, BookListPage
from tests.editorial.factories import draft_below, log_draft, make_work
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db


def test_a_body_is_read_paragraph_by_paragraph_with_its_places(site_home):
    log = log_draft(
        TeacherFactory(),
        title="题目",
        summary="",
        body=[
            ("heading", "小标题"),
            (
                "paragraph",
                "<p>第一段。</p><blockquote><p>书里的话。</p></blockquote><p>第二段。</p>",
            ),
            ("quote", {"text": "引来的话。", "source": "《论语》"}),
        ],
    )
    heading, paragraph, quote = (block.id for block in log.body)
    assert [(part.place, part.label, part.text, part.is_quotation) for part in parts_of(log)] == [
        ("title", "标题", "题目", False),
        (f"body.{heading}", "正文小标题", "小标题", False),
        (f"body.{paragraph}", "正文第 1 段", "第一段。", False),
        (f"body.{paragraph}", "正文第 2 段", "书里的话。", True),
        (f"body.{paragraph}", "正文第 3 段", "第二段。", False),
        (f"body.{quote}.text", "正文引文", "引来的话。", True),
        (f"body.{quote}.source", "正文引文出处", "《论语》", False),
    ]


def test_the_reasons_of_a_book_list_are_part_of_it_and_count(site_home):
    books = BookListPage(title="书单", body=[("paragraph", "<p>开头 四字</p>")])
    books.items = [BookListItem(work=make_work(), reason="很好")]
    books = draft_below(BookListPage.shelf(), TeacherFactory(), books)
    last = parts_of(books)[-1]
    assert (last.label, last.text) == ("书单中的书 1·推荐理由", "很好")
    assert last.place == f"items.{books.items.get().pk}.reason"
    assert length_of(books) == len("开头四字") + len("很好")

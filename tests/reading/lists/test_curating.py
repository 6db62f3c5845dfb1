"""The editors' tools for lists."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from editorial import actions
from people.roles import Role
from reading.models import BookListItem, BookListPage
from tests.editorial.factories import draft_below, make_work, put_live
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db

LISTS, EXPORT = reverse("book_lists:lists"), reverse("book_lists:lists_xlsx")
UPLOAD, TEMPLATE = reverse("book_lists:upload"), reverse("book_lists:template")


@pytest.fixture
def editor(site_home, client):
    editor = UserFactory(role=Role.EDITOR, name="苏虚构")
    client.force_login(editor)
    return editor


def make_list(title, author=None, **values):
    page = BookListPage(title=title, **{"summary": "摘要"} | values)
    page.items = [BookListItem(work=make_work(), reason="=1+1")]
    return draft_below(BookListPage.shelf(), author or TeacherFactory(), page)


def text_of(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def table(*rows, name="书单.xlsx"):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())


def sheet_rows(answer):
    return list(
        load_workbook(BytesIO(b"".join(answer.streaming_content))).active.iter_rows(
            values_only=True
        )
    )


@pytest.mark.parametrize(
    "make",
    [
        TeacherFactory,
        SchoolAdminFactory,
        lambda: UserFactory(role=Role.SITE_ADMIN),
        lambda: UserFactory(role=Role.WORKSHOP_HOST),
    ],
)
def test_only_editors_curate(client, site_home, make):
    client.force_login(make())
    for address in (LISTS, EXPORT, UPLOAD, TEMPLATE):
        assert client.get(address).status_code in (302, 403)
    answer = client.post(UPLOAD, {"title": "冒充", "season": "冬", "file": table(["书名", "理由"])})
    assert answer.status_code in (302, 403)
    assert not BookListPage.objects.exists()


def test_visitors_log_in_first(client, site_home):
    assert "/login/" in client.get(LISTS).url


def test_editors_see_what_was_handed_in_and_nothing_else(client, editor):
    live = put_live(make_list("公开的书单"))
    handed_in = make_list("送审的书单")
    actions.submit(page_id=handed_in.pk, author=handed_in.owner)
    make_list("别人的草稿")
    make_list("自己的草稿", author=editor)
    text = text_of(client, LISTS)
    for title in (live.title, "送审的书单", "自己的草稿", "《给教师的建议》", "审核中", "已发布"):
        assert title in text
    assert "别人的草稿" not in text


def test_lists_are_narrowed_by_kind(client, editor):
    put_live(make_list("个人的"))
    put_live(make_list("教研组的", list_kind="group"))
    text = text_of(client, f"{LISTS}?kind=group")
    assert "教研组的" in text
    assert "个人的" not in text
    assert "个人的" in text_of(client, f"{LISTS}?kind=nonsense&p=x")


def test_what_an_author_changes_later_is_what_is_seen(client, editor):
    page = make_list("第一稿")

    def write(draft):
        draft.title = "第二稿"
        draft.items = [BookListItem(work=make_work("换的书"), reason="好", contributor="周虚构")]

    actions.update_draft(
        author=page.owner, page_id=page.pk, write=write, base_revision_id=page.latest_revision_id
    )
    put_live(page)
    text = text_of(client, LISTS)
    assert "第二稿" in text
    assert "《换的书》" in text


def test_excel_out_is_a_row_a_book_and_never_a_formula(client, editor):
    put_live(make_list("一份书单", season="2026年冬", list_kind="editors"))
    head, row = sheet_rows(client.get(EXPORT))
    found = dict(zip(head, row, strict=True))
    assert found["书单"] == "一份书单"
    assert (found["类型"], found["哪一季"], found["状态"]) == ("编辑荐书", "2026年冬", "已发布")
    assert (found["序号"], found["书名"], found["理由"]) == (1, "给教师的建议", "'=1+1")


def test_a_list_begins_from_a_table(client, editor):
    make_work("第二本书", authors="某人")
    token = client.get(UPLOAD).context["form"]["token"].value()
    rows = [
        ["书名", "作者", "理由"],
        ["《给教师的建议》", "", "读一条"],
        ["第二本书", "某人", "好"],
    ]
    sent = {"token": str(token), "title": "冬天的书", "season": "2026年冬"}
    answer = client.post(UPLOAD, sent | {"file": table(*rows)})
    make_work()
    assert answer.status_code == 422  # the first is not in the catalogue yet
    assert "目录里没有《给教师的建议》" in answer.content.decode()
    for _ in range(2):  # a double click
        answer = client.post(UPLOAD, sent | {"file": table(*rows)})
    page = BookListPage.objects.get()
    assert answer.url == reverse("editorial:edit", args=[page.pk])
    assert (page.owner, page.list_kind, page.live) == (editor, "editors", False)
    items = page.get_latest_revision_as_object().items.all()
    assert [(i.work.title, i.reason) for i in items] == [
        ("给教师的建议", "读一条"),
        ("第二本书", "好"),
    ]
    assert "第二本书" in text_of(client, answer.url)


def test_the_template_can_be_filled_in_and_sent(client, editor):
    make_work()
    answer = client.get(TEMPLATE)
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    book.active.append(["给教师的建议", "苏霍姆林斯基", "好"])
    buffer = BytesIO()
    book.save(buffer)
    file = SimpleUploadedFile("书单模板.xlsx", buffer.getvalue())
    client.post(UPLOAD, {"title": "一份", "season": "冬", "file": file})
    assert BookListPage.objects.count() == 1


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (None, "请选择文件"),
        (SimpleUploadedFile("a.xlsx", b"not a workbook"), "这不是 .xlsx 文件"),
        (SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "旧版 .xls"),
        (SimpleUploadedFile("a.csv", "书名\n给教师的建议\n".encode()), "缺少列：理由"),
        (table(["书名", "理由"]), "没有可以导入的内容"),
        (table(["书名", "理由"], *[["某书", "好"]] * 31), "最多导入 30 行"),
    ],
)
def test_a_bad_file_is_explained(client, editor, file, message):
    sent = {"title": "一份", "season": "冬"} | ({"file": file} if file else {})
    answer = client.post(UPLOAD, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert message in text
    assert 'value="一份"' in text
    assert not BookListPage.objects.exists()


def test_queries_do_not_grow_with_lists(client, editor):
    asked = []
    author = TeacherFactory()
    for amount in (1, 10, 24):
        while BookListPage.objects.count() < amount:
            put_live(make_list(f"第{BookListPage.objects.count()}份", author))
        client.get(LISTS)
        with CaptureQueriesContext(connection) as captured:
            client.get(LISTS)
        asked.append(len(captured))
    assert asked[0] == asked[1] == asked[2]

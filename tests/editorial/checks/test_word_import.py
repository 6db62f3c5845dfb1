"""Word lists in the admin: import from Excel, forms, download."""

import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client

from editorial.errors import ReviewRefused
from editorial.models import ListedWord, WordLevel, WordList
from editorial.words import workbook
from editorial.words.actions import check_words, import_words
from editorial.words.forms import ListedWordForm
from editorial.words.rows import COLUMNS, Row, problems_of
from editorial.words.setup import grant
from editorial.words.workbook import read_words, template_workbook, words_workbook
from people.choices import Role
from people.models import User
from tests.editorial.checks.word_factories import make_list, make_word
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db
IMPORT = "/admin/word-import/"
WORDS, LISTS = "/admin/listed_words/", "/admin/word_lists/"
NAME = "虚构词表"


@pytest.fixture
def site_admin(client: Client) -> User:
    grant()
    user = UserFactory(role=Role.SITE_ADMIN)
    client.force_login(user)
    return user


def xlsx(*rows: list[object], header: tuple[str, ...] = COLUMNS) -> bytes:
    book = openpyxl.Workbook()
    for row in [list(header), *rows]:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def upload(content: bytes, name: str = "词.xlsx") -> ContentFile:
    return ContentFile(content, name=name)


def row(number: int, *cells: str) -> Row:
    return Row(number, dict(zip(COLUMNS, cells, strict=False)))


def stored() -> list[tuple[str, str, str, str]]:
    rows = ListedWord.objects.order_by("pk")
    return [(w.word, w.level, w.replacement, w.note) for w in rows]


GOOD = [
    row(2, "甲词", "禁用"),
    row(3, "乙词", "提醒", "", "看语境"),
    row(4, "丙词", "建议", "丁词"),
]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (("", "禁用"), "没有写词语。"),
        (("。，", "禁用"), None),
        (("\u200b", "禁用"), "词语里没有看得见的文字。"),
        (("词" * 61, "禁用"), "“词语”最多 60 个字。"),
        (("词", ""), "级别要写禁用、提醒、建议之一。"),
        (("词", "屏蔽"), "不认识“屏蔽”，级别要写禁用、提醒、建议之一。"),
        (("词", "建议"), "级别是“建议”的，要写“建议改为”。"),
        (("词", "建议", "词" * 61), "“建议改为”最多 60 个字。"),
        (("词", "提醒", "", "词" * 201), "“说明”最多 200 个字。"),
        (("词", "提醒", "", "说明"), None),
    ],
)
def test_rows_are_judged_one_by_one(cells, problem):
    assert problems_of([row(2, *cells)]) == ({2: [problem]} if problem else {})


def test_a_word_written_in_two_ways_is_told_with_its_first_row():
    rows = [row(2, "台灣", "禁用"), row(3, "别的", "禁用"), row(4, "台湾", "提醒")]
    assert problems_of(rows) == {4: ["和第 2 行的“台灣”重复。"]}


def test_checking_stores_nothing_and_importing_twice_changes_nothing():
    admin = UserFactory(role=Role.SITE_ADMIN)
    checked = check_words(by=admin, list_name=NAME, rows=GOOD)
    assert (checked.created, stored(), WordList.objects.count()) == ([2, 3, 4], [], 0)
    first = import_words(by=admin, list_name=NAME, rows=GOOD)
    assert (first.created, first.updated, first.unchanged) == ([2, 3, 4], [], [])
    assert stored() == [
        ("甲词", "forbidden", "", ""),
        ("乙词", "warn", "", "看语境"),
        ("丙词", "suggest", "丁词", ""),
    ]
    again = import_words(by=admin, list_name=NAME, rows=GOOD)
    assert (again.created, again.updated, again.unchanged) == ([], [], [2, 3, 4])


def test_a_word_that_is_there_takes_the_new_values_and_others_stay():
    admin = UserFactory(role=Role.SITE_ADMIN)
    make_word("甲词", WordLevel.WARN)
    make_word("留下", WordLevel.WARN)
    make_word("甲词", WordLevel.WARN, list_name="别的词表")
    result = import_words(by=admin, list_name=NAME, rows=GOOD)
    assert (result.created, result.updated) == ([3, 4], [2])
    assert sorted(WordList.objects.get(name=NAME).words.values_list("word", "level")) == [
        ("丙词", "suggest"),
        ("乙词", "warn"),
        ("甲词", "forbidden"),
        ("留下", "warn"),
    ]
    assert ListedWord.objects.get(word_list__name="别的词表").level == WordLevel.WARN


def test_one_wrong_row_keeps_all_out():
    admin = UserFactory(role=Role.SITE_ADMIN)
    result = import_words(by=admin, list_name=NAME, rows=[*GOOD, row(5, "戊词", "屏蔽")])
    assert (list(result.problems), stored(), WordList.objects.count()) == ([5], [], 0)


def test_the_number_of_queries_does_not_depend_on_the_rows(django_assert_max_num_queries):
    admin = UserFactory(role=Role.SITE_ADMIN)
    rows = [row(number, f"词{number}", "禁用") for number in range(2, 402)]
    with django_assert_max_num_queries(15):
        import_words(by=admin, list_name=NAME, rows=rows)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF_EDITOR, Role.SCHOOL_ADMIN, Role.TEACHER])
def test_only_site_administrators_import(client, role):
    user = UserFactory(role=role)
    for act in (check_words, import_words):
        with pytest.raises(ReviewRefused):
            act(by=user, list_name=NAME, rows=GOOD)
    client.force_login(user)
    word_list = make_list()
    for address in (IMPORT, f"{IMPORT}template/", f"{IMPORT}{word_list.pk}/download/", WORDS):
        assert client.get(address).status_code in (302, 403)
    client.post(IMPORT, {"list_name": NAME, "file": upload(xlsx(["词", "禁用"])), "import": ""})
    assert stored() == []


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"no workbook", "词.xlsx", "文件内容不是完整的 XLSX"),
        (xlsx(["词", "禁用"]), "词.xls", "这不是 .xlsx 文件"),
        (xlsx(["词", "禁用"])[:-300], "词.xlsx", "文件内容不是完整的 XLSX"),
        (xlsx(), "词.xlsx", "没有可以导入的内容"),
        (xlsx(["词"], header=("词语",)), "词.xlsx", "第 1 行缺少列：级别"),
        (xlsx(["词"], header=(*COLUMNS, "电话")), "词.xlsx", "有模板之外的列：电话"),
        (xlsx(["词"], header=(*COLUMNS, "级别")), "词.xlsx", "有重复的列：级别"),
    ],
)
def test_a_workbook_that_cannot_be_read_says_why(content, name, message):
    with pytest.raises(ValidationError) as refused:
        read_words(upload(content, name))
    assert refused.value.messages[0].startswith(message)


def test_a_workbook_has_bounds(monkeypatch):
    content = xlsx(["词", "禁用"], ["语", "禁用"])
    for name, bound in (
        ("MOST_BYTES", 10),
        ("MOST_UNPACKED_BYTES", 10),
        ("MOST_ROWS", 1),
        ("MOST_SCANNED_ROWS", 2),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(workbook, name, bound)
            with pytest.raises(ValidationError):
                read_words(upload(content))
    assert len(read_words(upload(content))) == 2


def test_what_is_downloaded_can_be_imported_again(site_admin):
    make_word("=1+1词", WordLevel.SUGGEST, replacement="00123", note="+1")
    content = words_workbook(make_list())
    [downloaded] = read_words(upload(content))
    assert downloaded.values == dict(zip(COLUMNS, ("=1+1词", "建议", "00123", "+1"), strict=True))
    result = check_words(by=site_admin, list_name=NAME, rows=[downloaded])
    assert result.unchanged == [downloaded.number]


def test_the_template_is_empty_and_offers_the_levels():
    book = openpyxl.load_workbook(io.BytesIO(template_workbook()))
    assert [cell.value for cell in book.active[1]] == list(COLUMNS)
    [levels] = book.active.data_validations.dataValidation
    assert levels.formula1 == '"禁用,提醒,建议"'


class TestAdmin:
    def test_a_site_administrator_checks_and_imports(self, client: Client, site_admin: User):
        content = xlsx(["甲词", "禁用"], ["乙词", "建议", "丙词"])
        answer = client.post(IMPORT, {"list_name": NAME, "file": upload(content), "check": ""})
        assert "检查通过，还没有写入：会新增 2" in answer.content.decode()
        assert stored() == []
        answer = client.post(IMPORT, {"list_name": NAME, "file": upload(content), "import": ""})
        assert "已经导入：新增 2" in answer.content.decode()
        assert len(stored()) == 2
        answer = client.get(f"{IMPORT}{WordList.objects.get().pk}/download/")
        assert len(read_words(upload(answer.content))) == 2
        assert client.get(f"{IMPORT}template/").status_code == 200
        assert client.get(IMPORT).status_code == 200

    def test_problems_are_shown_by_row(self, client: Client, site_admin: User):
        content = xlsx(["甲词", "屏蔽"])
        answer = client.post(IMPORT, {"list_name": NAME, "file": upload(content), "import": ""})
        assert answer.status_code == 422
        assert "<td>2</td><td>甲词</td><td><p>不认识“屏蔽”" in answer.content.decode()

    @pytest.mark.parametrize("sent", [{}, {"list_name": "名" * 61}])
    def test_an_incomplete_form_is_refused(self, client: Client, site_admin: User, sent: dict):
        assert client.post(IMPORT, sent | {"import": ""}).status_code == 422

    def test_words_are_kept_one_by_one(self, client: Client, site_admin: User):
        word_list = make_list()
        sent = {"word_list": word_list.pk, "word": "台灣", "level": "forbidden"}
        assert client.post(f"{WORDS}new/", sent).status_code == 302
        assert ListedWord.objects.get().key == "台湾"
        answer = client.post(f"{WORDS}new/", sent | {"word": "台·湾"})
        assert "这张词表里已经有“台灣”。" in answer.content.decode()
        answer = client.post(f"{WORDS}new/", sent | {"word": "词", "level": "suggest"})
        assert "要写“建议改为”" in answer.content.decode()
        assert ListedWord.objects.count() == 1

    def test_of_two_who_add_a_word_at_once_the_later_is_told(
        self, client: Client, site_admin: User, monkeypatch
    ):
        first = make_word("甲词")

        def clean_before_the_other_stored(form: ListedWordForm) -> dict:
            form.instance.key = "甲词"
            return form.cleaned_data

        monkeypatch.setattr(ListedWordForm, "clean", clean_before_the_other_stored)
        sent = {"word_list": first.word_list_id, "word": "甲词", "level": "warn"}
        answer = client.post(f"{WORDS}new/", sent)
        assert "刚刚有人加了这个词。" in answer.content.decode()
        assert ListedWord.objects.get() == first

    def test_a_word_is_changed(self, client: Client, site_admin: User):
        word = make_word("甲词")
        sent = {"word_list": word.word_list_id, "word": "乙詞", "level": "warn"}
        assert client.post(f"{WORDS}edit/{word.pk}/", sent).status_code == 302
        word.refresh_from_db()
        assert (word.word, word.key, word.level) == ("乙詞", "乙词", "warn")

    def test_the_lists_cost_the_same_for_many(
        self, client: Client, site_admin: User, django_assert_max_num_queries
    ):
        for number in range(30):
            make_word(f"词{number}", list_name=f"词表{number}")
        client.get(WORDS)
        for address in (WORDS, LISTS):
            with django_assert_max_num_queries(14):
                assert client.get(address).status_code == 200
        assert "词7" in client.get(WORDS, {"q": "词7"}).content.decode()

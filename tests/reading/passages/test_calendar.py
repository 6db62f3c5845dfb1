"""The calendar's verbs, its import and export, and the admin around it."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from people.roles import Role
from reading.models import Passage, PassageDay
from reading.passages import actions, importing, workbooks
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UserFactory
from tests.reading.passages.factories import make_day, make_passage

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(site_home):
    return UserFactory(role=Role.EDITOR)


def on(offset):
    return timezone.localdate() + timedelta(days=offset)


class TestFilling:
    def test_fills_gaps_and_says_what_stays_empty(self, editor):
        for number in range(4):
            make_passage(number)
        make_day(2)
        filled = actions.fill_gaps(by=editor, first=on(0), last=on(6))
        assert len(filled.days) == 4
        assert len(filled.left) == 2
        rows = list(PassageDay.objects.values_list("passage_id", flat=True))
        assert len(rows) == len(set(rows)) == 5
        again = actions.fill_gaps(by=editor, first=on(0), last=on(6))
        assert (again.days, again.left) == ((), filled.left)

    def test_leaves_the_past_alone(self, editor):
        make_passage(1)
        actions.fill_gaps(by=editor, first=on(-10), last=on(0))
        assert [day.date for day in PassageDay.objects.all()] == [on(0)]

    def test_refuses_bad_spans(self, editor):
        for first, last in ((on(5), on(1)), (on(-9), on(-1)), (on(0), on(800))):
            with pytest.raises(ValidationError):
                actions.fill_gaps(by=editor, first=first, last=last)

    @pytest.mark.parametrize("count", [1, 10, 100])
    def test_constant_queries(self, editor, django_assert_max_num_queries, count):
        for number in range(count):
            make_passage(number)
        editor.has_perm("reading.change_passageday")
        with django_assert_max_num_queries(6):
            actions.fill_gaps(by=editor, first=on(0), last=on(count))


class TestMoving:
    def test_moves_to_a_free_day(self, editor):
        day = make_day(1)
        assert actions.move(by=editor, day=on(1), to=on(5)) is None
        assert PassageDay.objects.get().date == on(5)
        assert PassageDay.objects.get().passage_id == day.passage_id

    def test_swaps_with_a_taken_day(self, editor):
        one, other = make_day(1), make_day(2)
        assert actions.move(by=editor, day=on(1), to=on(2))
        placed = dict(PassageDay.objects.values_list("date", "passage_id"))
        assert placed == {on(1): other.passage_id, on(2): one.passage_id}

    def test_what_was_shown_stays(self, editor):
        make_day(-1)
        make_day(1)
        for day, to in ((on(-1), on(3)), (on(1), on(-1)), (on(7), on(8))):
            with pytest.raises(ValidationError):
                actions.move(by=editor, day=day, to=to)
        with pytest.raises(ValidationError):
            actions.clear(by=editor, day=on(-1))

    def test_an_editor_may_repeat_and_is_told(self, editor):
        day = make_day(-30)
        near = actions.schedule(by=editor, day=on(10), passage=day.passage)
        assert near == [on(-30)]
        assert PassageDay.objects.count() == 2

    def test_clearing_keeps_the_passage(self, editor):
        make_day(3)
        assert actions.clear(by=editor, day=on(3))
        assert not actions.clear(by=editor, day=on(3))
        assert Passage.objects.count() == 1


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SCHOOL_ADMIN, Role.SITE_ADMIN])
def test_only_editors(site_home, role):
    person = {
        Role.TEACHER: lambda: TeacherFactory(),
        Role.SCHOOL_ADMIN: lambda: SchoolAdminFactory(),
        Role.SITE_ADMIN: lambda: UserFactory(role=Role.SITE_ADMIN),
    }[role]()
    passage = make_passage(1)
    for act, options in (
        (actions.fill_gaps, {"first": on(0), "last": on(1)}),
        (actions.schedule, {"day": on(0), "passage": passage}),
        (actions.move, {"day": on(0), "to": on(1)}),
        (actions.clear, {"day": on(0)}),
        (importing.import_passages, {"rows": []}),
    ):
        with pytest.raises(PermissionDenied):
            act(by=person, **options)
    assert not PassageDay.objects.exists()


HEADER = "日期,段落,作者,出处,主题"


def upload(text: str, encoding="utf-8", name="passages.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(encoding))


def excel(rows) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("passages.xlsx", out.getvalue())


class TestReading:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
    def test_csv(self, encoding):
        rows = workbooks.read_passages(
            upload(f"{HEADER}\n2030-09-10,有教无类。,孔子,《论语》,教育\n", encoding)
        )
        assert [row.values for row in rows] == [
            dict(
                zip(
                    workbooks.COLUMNS,
                    ["2030-09-10", "有教无类。", "孔子", "《论语》", "教育"],
                    strict=True,
                )
            )
        ]
        assert rows[0].number == 2

    def test_excel_dates_and_empty_rows(self):
        rows = workbooks.read_passages(
            excel([HEADER.split(","), [on(3), *"甲乙丙"], [None] * 5, [None, *"丁戊己"]])
        )
        assert [(row.number, row["日期"]) for row in rows] == [(2, on(3).isoformat()), (4, "")]

    @pytest.mark.parametrize(
        "file",
        [
            upload("段落,作者\n甲,乙"),
            upload(f"{HEADER},电话\n,甲,乙,丙,,1"),
            upload(f"{HEADER},段落\n,甲,乙,丙,,1"),
            upload(HEADER),
            upload("", name="empty.csv"),
            upload("x", name="passages.xls"),
            upload("not a zip", name="passages.xlsx"),
            SimpleUploadedFile("bytes.csv", b"\xff\xfe\x00\x81\x30"),
        ],
    )
    def test_what_cannot_be_read(self, file):
        with pytest.raises(ValidationError):
            workbooks.read_passages(file)


class TestImport:
    def rows(self, *lines):
        return workbooks.read_passages(upload("\n".join([HEADER, *lines])))

    def test_dated_and_pool(self, editor):
        rows = self.rows(f"{on(4)},有教无类。,孔子,《论语》,教育", ",温故而知新。,孔子,《论语》,")
        checked = importing.check_passages(by=editor, rows=rows)
        assert (checked.is_ok, checked.created, checked.scheduled) == (True, 2, 1)
        assert not Passage.objects.exists()
        importing.import_passages(by=editor, rows=rows)
        assert PassageDay.objects.get().date == on(4)
        assert Passage.objects.get(text="有教无类。").theme == "教育"
        again = importing.import_passages(by=editor, rows=rows)
        assert (again.created, again.reused, again.scheduled) == (0, 2, 0)
        assert (Passage.objects.count(), PassageDay.objects.count()) == (2, 1)

    def test_every_problem_has_its_row_and_nothing_is_stored(self, editor):
        make_day(4)
        rows = self.rows(
            ",好的一行,甲,乙,",
            ",没有出处,甲,,",
            "明天,看不懂日期,甲,乙,",
            f"{on(9)},一,甲,乙,",
            f"{on(9)},二,甲,乙,",
            f",三,{'长' * 61},乙,",
        )
        result = importing.import_passages(by=editor, rows=rows)
        assert sorted(result.problems) == [3, 4, 6, 7]
        assert Passage.objects.count() == 1

    def test_a_taken_day_is_never_overwritten(self, editor):
        day = make_day(4)
        result = importing.import_passages(by=editor, rows=self.rows(f"{on(4)},别的话,甲,乙,"))
        assert sorted(result.problems) == [2]
        assert PassageDay.objects.get().passage_id == day.passage_id
        assert Passage.objects.count() == 1

    def test_repeats_are_told(self, editor):
        rows = self.rows(f"{on(4)},有教无类。,孔子,《论语》,", f"{on(9)},有教无类,孔子,《论语》,")
        result = importing.import_passages(by=editor, rows=rows)
        assert result.is_ok
        assert any("一年之内" in note for note in result.notes[3])
        assert Passage.objects.count() == 1

    def test_the_export_comes_back_unchanged(self, editor):
        make_day(2)
        make_passage(7, text="=1+1 不是公式", theme="主题")
        file = workbooks.passages_workbook()
        content = file.read()
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert sheet.cell(row=3, column=2).value == "'=1+1 不是公式"
        rows = workbooks.read_passages(SimpleUploadedFile("out.xlsx", content))
        result = importing.import_passages(by=editor, rows=rows)
        assert (result.created, result.scheduled) == (0, 0)


class TestAdmin:
    def test_the_month_shows_gaps_and_fills_them(self, client, editor):
        client.force_login(editor)
        address = reverse("passage_calendar:index")
        assert "天空着" in client.get(address).content.decode()
        for number in range(40):
            make_passage(number)
        answer = client.post(address, {"first": on(0), "last": on(20)}, follow=True)
        assert "补上了 21 天" in answer.content.decode()
        assert PassageDay.objects.count() == 21
        answer = client.post(address, {"first": on(0), "last": on(30)}, follow=True)
        assert client.post(address, {"first": "x", "last": on(0)}).status_code == 422
        assert client.post(address, {"first": on(3), "last": on(0)}).status_code == 422

    def test_a_pool_too_small_is_said(self, client, editor):
        client.force_login(editor)
        make_passage(1)
        address = reverse("passage_calendar:index")
        answer = client.post(address, {"first": on(0), "last": on(3)}, follow=True)
        assert "还有 3 天空着" in answer.content.decode()

    def test_a_day_is_chosen_moved_and_cleared(self, client, editor):
        client.force_login(editor)
        passage = make_passage(1, text="寻找得到的话")
        address = reverse("passage_calendar:day", args=[on(3)])
        assert "寻找得到的话" in client.get(address, {"q": "寻找"}).content.decode()
        assert "没有找到" in client.get(address, {"q": "没有\0这句"}).content.decode()
        client.post(address, {"choose": passage.pk})
        assert PassageDay.objects.get().date == on(3)
        client.post(address, {"move": "", "to": on(8)})
        assert PassageDay.objects.get().date == on(8)
        assert client.post(address, {"move": "", "to": "never"}).status_code == 422
        client.post(reverse("passage_calendar:day", args=[on(8)]), {"clear": ""})
        assert not PassageDay.objects.exists()
        for bad in ({"choose": "x"}, {"choose": "99999999"}):
            assert client.post(address, bad).status_code == 422
        past = reverse("passage_calendar:day", args=[on(-3)])
        assert client.get(past).status_code == 200
        assert client.post(past, {"choose": passage.pk}).status_code == 422

    def test_import_and_export_pages(self, client, editor):
        client.force_login(editor)
        address = reverse("passage_calendar:import")
        good = f"{HEADER}\n,有教无类。,孔子,《论语》,\n"
        answer = client.post(address, {"file": upload(good), "check": ""})
        assert "还没有写入" in answer.content.decode()
        assert not Passage.objects.exists()
        client.post(address, {"file": upload(good), "import": ""})
        assert Passage.objects.count() == 1
        bad = client.post(address, {"file": upload(f"{HEADER}\nx,甲,乙,丙,\n"), "import": ""})
        assert (bad.status_code, "看不懂" in bad.content.decode()) == (422, True)
        assert client.post(address, {"import": ""}).status_code == 422
        for name in ("template", "export"):
            answer = client.get(reverse(f"passage_calendar:{name}"))
            assert openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))

    def test_the_pool_is_editors(self, client, editor):
        client.force_login(editor)
        make_passage(1)
        assert client.get(reverse("passages:index")).status_code == 200
        assert client.get(reverse("passages:add")).status_code == 200

    @pytest.mark.parametrize("count", [1, 10, 100])
    def test_constant_queries_of_a_month(
        self, client, editor, django_assert_max_num_queries, count
    ):
        client.force_login(editor)
        for number in range(count):
            make_day(number)
        client.get(reverse("passage_calendar:index"))
        with django_assert_max_num_queries(16):
            client.get(reverse("passage_calendar:index"))

    @pytest.mark.parametrize("name", ["index", "import", "template", "export"])
    def test_nobody_else(self, client, site_home, name):
        address = reverse(f"passage_calendar:{name}")
        assert client.get(address).status_code == 302
        client.force_login(TeacherFactory())
        assert client.get(address).status_code in (302, 403)
        client.force_login(UserFactory(role=Role.SITE_ADMIN))
        assert client.get(address).status_code in (302, 403)
        make_day(5)
        day = reverse("passage_calendar:day", args=[on(5)])
        assert client.post(day, {"clear": ""}).status_code in (302, 403)
        assert PassageDay.objects.count() == 1

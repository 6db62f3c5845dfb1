"""The pages of groups: who sees what, bad input, constant queries."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from editorial.printing import printing_problem
from forums.models import ForumEventPage, ForumIndexPage
from people.roles import Role
from reading.models import Edition, GroupNote, ReadingGroup
from reading.together import actions
from tests.editorial.factories import draft_below, make_work, put_live
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UserFactory
from tests.reading.together.factories import (
    make_group,
    make_host,
    make_leader,
    make_member,
    make_note,
    make_notes,
    this_monday,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(site_home):
    return make_group()


def url(name, *args):
    return reverse(f"together:{name}", args=args)


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def book_part(work, reader=None):
    """What the page of a book shows of this room."""
    request = RequestFactory().get("/")
    request.user = reader or AnonymousUser()
    return render_to_string("reading/parts/book_together.html", {"work": work}, request=request)


def make_salon(author, title="谈《给教师的建议》的沙龙"):
    day = timezone.now() + timedelta(days=30)
    event = ForumEventPage(
        title=title,
        event_kind="salon",
        starts_at=day,
        ends_at=day,
        body=[("paragraph", "<p>来</p>")],
    )
    return put_live(draft_below(ForumIndexPage.objects.get(), author, event))


def addresses(group):
    return [
        url("group", group.pk),
        url("week", group.pk, 3),
        url("record", group.pk),
        url("record_pdf", group.pk),
        url("record_xlsx", group.pk),
    ]


def test_visitors_are_asked_to_sign_in(client, group):
    for address in [url("list"), url("new"), *addresses(group)]:
        assert "/login/" in client.get(address).url
    for name in ("join", "leave", "close", "reopen"):
        assert "/login/" in client.post(url(name, group.pk)).url
    assert group.members.count() == 1


@pytest.mark.parametrize("who", ["teacher", "editor", "chief", "siteadmin", "administrator"])
def test_outsiders_find_nothing(client, group, who):
    people = {
        "teacher": TeacherFactory,
        "editor": lambda: UserFactory(role=Role.EDITOR),
        "chief": lambda: UserFactory(role=Role.CHIEF_EDITOR),
        "siteadmin": lambda: UserFactory(role=Role.SITE_ADMIN),
        "administrator": SchoolAdminFactory,
    }
    client.force_login(people[who]())
    for address in [*addresses(group), url("edit", group.pk), url("note_remove", group.pk, 1)]:
        page(client, address, 404)
    for name in ("join", "leave", "close", "reopen"):
        assert client.post(url(name, group.pk)).status_code == 404
    assert group.title not in page(client, url("list"))
    assert group.title not in page(client, group.work.get_absolute_url())


def test_a_colleague_sees_the_plan_but_neither_names_nor_notes(client, group):
    member = make_member(group, name="只给成员看的名字")
    make_note(group, member, "只给成员看的札记")
    client.force_login(TeacherFactory(unit=group.unit))
    assert group.title in page(client, url("list"))
    text = page(client, url("group", group.pk))
    assert "加入共读" in text
    assert "只给成员看的名字" not in text
    assert "只给成员看的札记" not in text
    for address in addresses(group)[1:]:
        page(client, address, 404)


def test_a_member_sees_names_and_notes(client, group):
    member = make_member(group, name="只给成员看的名字")
    make_note(group, member, "只给成员看的札记")
    reader = TeacherFactory(unit=group.unit)
    client.force_login(reader)
    assert client.post(url("join", group.pk)).url == url("group", group.pk)
    text = page(client, url("group", group.pk))
    for words in ("只给成员看的名字", "只给成员看的札记", "本周", reader.name):
        assert words in text
    assert "只给成员看的札记" in page(client, url("record", group.pk))
    client.post(url("leave", group.pk))
    assert "只给成员看的札记" not in page(client, url("group", group.pk))


def test_this_week_stands_above_the_others(client, group):
    question = actions.WeekText(question="这一周的问题", from_page=61, to_page=90)
    actions.write_weeks(group_id=group.pk, by=group.organiser, texts={3: question})
    client.force_login(group.organiser)
    text = page(client, url("group", group.pk))
    assert text.index("这一周的问题") < text.index('id="weeks"')
    assert "本周 · 第3周" in text
    assert "第 61–90 页" in text


def test_a_note_is_written_changed_and_deleted(client, group):
    reader = make_member(group)
    client.force_login(reader)
    week = url("week", group.pk, 3)
    assert client.post(week, {"text": "  第一句话\r\n第二行 ", "page": "12"}).url == week
    note = GroupNote.objects.get()
    assert (note.text, note.page, note.author) == ("第一句话\n第二行", 12, reader)
    client.post(week, {"text": "第一句话\n第二行", "page": "12"})
    assert GroupNote.objects.count() == 1
    change = url("note", group.pk, note.pk)
    assert "第一句话" in page(client, change)
    assert client.post(change, {"text": "改过的话"}).url == week
    assert "改过的话" in page(client, week)
    assert client.post(url("note_delete", group.pk, note.pk)).url == week
    assert not GroupNote.objects.exists()


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"text": ""}, "请写几句话"),
        ({"text": "\x00 \u200b"}, "请写几句话"),
        ({"text": "字" * 2001}, "最多 2000 个字"),
        ({"text": "好", "page": "0"}, "不能小于 1"),
        ({"text": "好", "page": "九"}, "请填写整数"),
        ({"text": "好", "page": "99999999999999999999"}, "不能大于 5000"),
    ],
)
def test_a_bad_note_is_explained_and_kept(client, group, sent, message):
    client.force_login(make_member(group))
    answer = client.post(url("week", group.pk, 3), sent)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not GroupNote.objects.exists()


def test_words_in_a_note_are_only_words(client, group):
    reader = make_member(group)
    make_note(group, reader, "<script>alert(1)</script>")
    client.force_login(reader)
    for address in (url("week", group.pk, 3), url("group", group.pk), url("record", group.pk)):
        assert "<script>alert" not in page(client, address)


def test_others_cannot_touch_a_note(client, group):
    note = make_note(group, make_member(group))
    client.force_login(make_member(group))
    page(client, url("note", group.pk, note.pk), 404)
    assert client.post(url("note_delete", group.pk, note.pk)).status_code == 404
    page(client, url("note_remove", group.pk, note.pk), 403)
    other = make_group(make_leader(), title="另一组")
    client.force_login(note.author)
    page(client, url("note", other.pk, note.pk), 404)


def test_the_leader_takes_a_note_out_with_a_reason(client, group):
    author = make_member(group)
    note = make_note(group, author, "不该写的")
    client.force_login(group.organiser)
    address = url("note_remove", group.pk, note.pk)
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "有学生姓名"}).url == url("week", group.pk, 3)
    assert "不该写的" not in page(client, url("week", group.pk, 3))
    page(client, address, 404)
    client.force_login(author)
    text = page(client, url("week", group.pk, 3))
    assert "不该写的" in text
    assert "有学生姓名" in text
    assert "被领读人移走" in page(client, url("list"))


def test_what_was_typed_waits_for_the_next_login(client, group):
    reader = make_member(group)
    week = url("week", group.pk, 3)
    client.post(week, {"text": "登录过期时写的", "writer": str(reader.pk)})
    client.force_login(reader)
    assert "登录过期时写的" in page(client, week)


def test_a_group_is_begun_from_a_book(client, site_home):
    leader = make_leader()
    work = make_work()
    Edition.objects.create(work=work, publisher="虚构社", pages=160)
    client.force_login(leader)
    assert f"{url('new')}?work={work.pk}" in book_part(work, leader)
    text = page(client, f"{url('new')}?work={work.pk}")
    assert "共读《给教师的建议》" in text
    assert 'value="160"' in text
    sent = {
        "title": "共读《给教师的建议》",
        "work": work.pk,
        "place": f"unit-{leader.unit.pk}",
        "audience": "unit",
        "first_day": "2026-03-04",
        "weeks": "8",
        "pages": "",
        "about": "",
    }
    answer = client.post(url("new"), sent)
    made = ReadingGroup.objects.get()
    assert answer.url == url("weeks", made.pk)
    assert client.post(url("new"), sent).url == answer.url
    assert ReadingGroup.objects.count() == 1
    assert made.starts_on.isoformat() == "2026-03-02"
    assert made.weeks.last().to_page == 160


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "请填写名称"),
        ({"title": "长" * 61}, "最多 60 个字"),
        ({"work": "0"}, "没有找到所选的书"),
        ({"work": "x"}, "没有找到所选的书"),
        ({"work": ""}, "请查书名，再选中那本书"),
        ({"place": "unit-0"}, "请从列出的选项里选一项"),
        ({"audience": "public"}, "请从列出的选项里选一项"),
        ({"first_day": ""}, "请填写日期"),
        ({"first_day": "明天"}, "请写成 2025-09-10 这样的日期"),
        ({"weeks": "27"}, "不能大于 26"),
        ({"weeks": "八"}, "请填写整数"),
    ],
)
def test_a_bad_beginning_is_explained_and_kept(client, site_home, changes, message):
    leader = make_leader()
    client.force_login(leader)
    sent = {
        "title": "春季共读",
        "work": make_work().pk,
        "place": f"unit-{leader.unit.pk}",
        "audience": "unit",
        "first_day": "2026-03-04",
        "weeks": "8",
        "about": "原来写的说明",
    }
    answer = client.post(url("new"), sent | changes)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert message in text
    assert "原来写的说明" in text
    assert not ReadingGroup.objects.exists()


def test_a_book_is_found_without_scripts(client, site_home):
    make_work("一本要找的书")
    client.force_login(make_leader())
    sent = {"title": "写了一半", "work_query": "要找的", "action": "find:work"}
    answer = client.post(url("new"), sent)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "《一本要找的书》" in text
    assert "写了一半" in text


def test_a_teacher_begins_none_and_learns_why(client, site_home):
    client.force_login(TeacherFactory())
    assert "学校管理员和工作坊主持人可以发起共读" in page(client, url("new"), 403)
    assert url("new") not in page(client, url("list"))


def test_a_host_begins_one_for_the_workshop(client, site_home):
    host, workshop = make_host()
    client.force_login(host)
    sent = {
        "title": "工作坊共读",
        "work": make_work().pk,
        "place": f"page-{workshop.pk}",
        "audience": "unit",
        "first_day": "2026-03-04",
        "weeks": "4",
    }
    answer = client.post(url("new"), sent)
    assert answer.status_code == 422
    assert "请选“全区老师”" in answer.content.decode()
    client.post(url("new"), sent | {"audience": "district"})
    group = ReadingGroup.objects.get()
    client.force_login(TeacherFactory())
    assert "虚构工作坊" in page(client, url("group", group.pk))


def test_the_leader_writes_the_weeks(client, group):
    client.force_login(group.organiser)
    form = {}
    for number in range(1, 9):
        form |= {
            f"week{number}-from_page": number,
            f"week{number}-to_page": number + 1,
            f"week{number}-question": f"问题{number}",
        }
    bad = client.post(url("weeks", group.pk), form | {"week2-to_page": "1"})
    assert bad.status_code == 422
    assert "结束页码小于开始页码" in bad.content.decode()
    assert "问题8" in bad.content.decode()
    assert client.post(url("weeks", group.pk), form).url == url("group", group.pk)
    assert [week.question for week in group.weeks.all()][7] == "问题8"


def test_the_leader_changes_plan_and_words(client, group):
    client.force_login(group.organiser)
    sent = {"first_day": this_monday().isoformat(), "weeks": "4", "pages": "80"}
    assert client.post(url("plan", group.pk), sent).url == url("weeks", group.pk)
    assert group.weeks.count() == 4
    make_note(group, group.organiser, number=4)
    refused = client.post(url("plan", group.pk), sent | {"weeks": "3"})
    assert refused.status_code == 422
    assert "周数不能少于 4" in refused.content.decode()
    words = {"title": "新名称", "about": "", "audience": "district"}
    assert client.post(url("edit", group.pk), words).url == url("group", group.pk)
    client.force_login(TeacherFactory())
    assert "新名称" in page(client, url("group", group.pk))


@pytest.mark.parametrize("name", ["edit", "plan", "weeks", "salon"])
def test_members_do_not_lead(client, group, name):
    client.force_login(make_member(group))
    page(client, url(name, group.pk), 403)


def test_the_group_ends_with_a_salon_and_a_record(client, group):
    salon = make_salon(group.organiser)
    client.force_login(group.organiser)
    assert salon.title in page(client, url("salon", group.pk))
    assert client.post(url("salon", group.pk), {"salon": "0"}).status_code == 422
    client.post(url("salon", group.pk), {"salon": salon.pk})
    assert salon.title in page(client, url("group", group.pk))
    assert client.post(url("close", group.pk)).url == url("record", group.pk)
    page(client, url("plan", group.pk), 409)
    text = page(client, url("group", group.pk))
    assert "已经结束" in text
    client.post(url("reopen", group.pk))
    page(client, url("plan", group.pk))


def test_the_record_joins_what_was_written(client, group):
    actions.write_weeks(
        group_id=group.pk, by=group.organiser, texts={3: actions.WeekText(question="问什么？")}
    )
    member = make_member(group, name="林虚构")
    make_note(group, member, "=1+1 不是公式")
    client.force_login(member)
    text = page(client, url("record", group.pk))
    assert text.index("第3周") < text.index("问什么？") < text.index("=1+1 不是公式")
    answer = client.get(url("record_xlsx", group.pk))
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("第几周", "问题", "姓名", "札记", "页码", "日期")
    assert rows[1][:4] == (3, "问什么？", "林虚构", "'=1+1 不是公式")


@pytest.mark.skipif(bool(printing_problem()), reason="no Pango or no font on this machine")
def test_the_record_as_pdf(client, group):
    make_note(group, group.organiser)
    client.force_login(group.organiser)
    answer = client.get(url("record_pdf", group.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_writes_are_posts(client, group, method):
    client.force_login(group.organiser)
    for name in ("join", "leave", "close", "reopen"):
        assert getattr(client, method)(url(name, group.pk)).status_code == 405


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_queries_do_not_grow_with_notes_and_members(client, group):
    reader = make_member(group)
    client.force_login(reader)
    asked = []
    for amount in (1, 9, 90):
        make_notes(group, reader, amount)
        for _ in range(min(amount, 9)):
            make_member(group)
        names = ("group", "record", "record_xlsx")
        asked.append([queries_of(client, url(name, group.pk)) for name in names])
        asked[-1].append(queries_of(client, url("week", group.pk, 3)))
    assert asked[0] == asked[1] == asked[2]
    assert "下一页" in page(client, url("week", group.pk, 3))


def test_queries_do_not_grow_with_groups(client, site_home):
    leader = make_leader()
    reader = TeacherFactory(unit=leader.unit)
    client.force_login(reader)
    asked, made = [], 0
    for amount in (1, 10, 40):
        while made < amount:
            made += 1
            group = make_group(leader, title=f"第{made}组")
            if made % 2:
                actions.join(group_id=group.pk, reader=reader)
            else:
                make_group(leader, title=f"另{made}组")
        asked.append(queries_of(client, url("list")))
    assert asked[1] == asked[2]


def test_the_book_page_tells_of_groups(client, group):
    work = group.work
    with CaptureQueriesContext(connection) as captured:
        anonymous = book_part(work)
    assert group.title not in anonymous
    assert "一起读这本书" not in anonymous
    assert [query for query in captured if "reading" in query["sql"]] == []
    reader = TeacherFactory(unit=group.unit)
    assert group.title in book_part(work, reader)
    assert "可以加入" in book_part(work, reader)
    assert group.title not in book_part(work, TeacherFactory())
    with CaptureQueriesContext(connection) as captured:
        book_part(work, reader)
    assert len(captured) <= 4
    actions.close_group(group_id=group.pk, by=group.organiser)
    assert group.title not in book_part(work, reader)


def test_the_shelf_shows_the_own_groups_in_one_query(rf, group):
    reader = make_member(group)
    request = rf.get("/")
    request.user = reader
    with CaptureQueriesContext(connection) as captured:
        text = render_to_string("reading/parts/my_groups.html", {}, request=request)
    assert group.title in text
    assert "第3周" in text
    groups = [query for query in captured if "reading_group" in query["sql"]]
    assert len(groups) == 1

"""经过: dates, what comes next, and what the author should do."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from editorial import actions
from editorial.models import QueueEntry, ReturnReason
from people.roles import Role
from tests.editorial.factories import approve_all, log_draft, make_staff, publish, waiting_state
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(site_home, client):
    author = TeacherFactory(role=Role.TEACHER, name="林虚构")
    client.force_login(author)
    return author


@pytest.fixture
def staff(site_home):
    return make_staff()


def steps_of(client, page):
    return client.get(reverse("editorial:submission", args=[page.pk])).context["steps"]


def text_of(client, page):
    return client.get(reverse("editorial:submission", args=[page.pk])).content.decode()


def submitted(author):
    page = log_draft(author)
    actions.submit(page_id=page.pk, author=author)
    return page


def decide(action, page, reviewer, **words):
    state = waiting_state(page)
    return action(task_state_id=state.pk, reviewer=reviewer, revision_id=state.revision_id, **words)


def in_chinese(moment):
    moment = timezone.localtime(moment)
    return f"{moment.year}年{moment.month}月{moment.day}日"


def test_every_line_of_the_past_has_its_date(client, author, staff):
    page = publish(log_draft(author), staff)
    steps = steps_of(client, page)
    assert [step.title for step in steps] == [
        "您送审",
        "初审通过",
        "复审通过",
        "终审通过",
        "已发布",
    ]
    assert all(step.moment for step in steps)


def test_a_waiting_piece_says_since_when_until_when_and_what_follows(client, author, staff):
    page = submitted(author)
    entry = QueueEntry.objects.get()
    shown = text_of(client, page)
    assert f"{in_chinese(entry.since)} {timezone.localtime(entry.since):%H:%M}</time> 送到" in shown
    assert "预计 <time datetime" in shown
    assert f"{in_chinese(entry.due_at)}</time>前有结果" in shown
    assert "通过后进入复审。" in shown
    approve_all(page, staff, steps=("first", "second"))
    assert "通过后就会发布。" in text_of(client, page)
    assert [step.title for step in steps_of(client, page) if step.mark == "todo"] == ["发布"]


def test_a_day_that_has_gone_by_is_not_promised(client, author, staff):
    page = submitted(author)
    QueueEntry.objects.update(due_at=timezone.now() - timedelta(days=1))
    shown = text_of(client, page)
    assert "预计" not in shown
    assert "等待初审" in shown
    assert "到期" not in shown


def test_a_held_piece_promises_no_day(client, author, staff):
    page = submitted(author)
    decide(actions.hold, page, staff.first, comment="等教师节用，内部意见")
    shown = text_of(client, page)
    assert "有合适的时候会接着审。" in shown
    assert "预计" not in shown
    assert "内部意见" not in shown


def test_a_returned_piece_says_why_where_and_what_to_do(client, author, staff):
    page = submitted(author)
    ReturnReason.objects.get_or_create(code="facts", defaults={"label": "事实要核实"})
    label = ReturnReason.objects.get(code="facts").label
    place = {"place": "title", "label": "题目", "quote": "重读<b>", "note": "版本写清楚。"}
    decide(
        actions.return_to_author,
        page,
        staff.first,
        comment="有几处要核对。",
        reasons=["facts"],
        places=[place],
        todo="查一查版权页。",
    )
    shown = text_of(client, page)
    for words in (
        label,
        "有几处要核对。",
        "怎么办",
        "查一查版权页。",
        "标出的地方",
        "版本写清楚。",
    ):
        assert words in shown
    assert "重读&lt;b&gt;" in shown
    assert "前面通过的不用重来" not in shown, "nothing was passed before the first step"
    titles = [step.title for step in steps_of(client, page) if step.mark == "todo"]
    assert titles == ["再送审，回到初审", "复审", "终审", "发布"]


def test_what_was_passed_before_the_return_is_kept(client, author, staff):
    page = submitted(author)
    approve_all(page, staff, steps=("first",))
    decide(actions.return_to_author, page, staff.second, comment="有几处要核对。")
    shown = text_of(client, page)
    assert "前面通过的不用重来" in shown
    assert "再送审，回到复审" in shown


def test_opinions_for_the_record_stay_in_the_record(client, author, staff):
    page = submitted(author)
    decide(actions.approve, page, staff.first, comment="与别人的稿有重合，可以")
    shown = text_of(client, page)
    assert "初审通过" in shown
    assert "与别人的稿有重合" not in shown
    assert staff.first.name not in shown.replace(author.name, "")


def test_a_correction_and_a_withdrawal_say_why(client, author, staff):
    page = publish(log_draft(author), staff)
    actions.correct(page_id=page.pk, chief=staff.chief, note="年份应为 1984。")
    actions.withdraw(page_id=page.pk, chief=staff.chief, comment="书名有误")
    shown = text_of(client, page)
    assert "年份应为 1984。" in shown
    assert "书名有误" in shown

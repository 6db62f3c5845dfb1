"""审稿报告."""

import math
from datetime import date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import TaskState

from editorial import actions
from editorial.enums import Step, Verdict
from editorial.models import Decision, QueueEntry
from editorial.queries.report import (
    Returned,
    Timing,
    Week,
    by_week,
    duration_in_words,
    report_of,
    returned_by_reason,
    time_to_decision,
    waiting_by_age,
)
from editorial.reviewing.bars import FULL, _barred
from home.demo.clock import at
from tests.editorial.factories import log_draft, waiting_state

pytestmark = pytest.mark.django_db

MONDAY = date(2025, 9, 1)
REPORT, XLSX = "editorial_reviewing:report", "editorial_reviewing:report_xlsx"
PERIOD = {"start": "2025-09-01", "end": "2025-09-14"}


def moment(day, hour=10, minute=0, month=9):
    return timezone.make_aware(datetime(2025, month, day, hour, minute))


def submitted(author, when):
    with at(when):
        page = log_draft(author)
        actions.submit(page_id=page.pk, author=author)
    return page


def decide(action, piece, reviewer, when, **words):
    state = waiting_state(piece)
    with at(when):
        return action(
            task_state_id=state.pk, reviewer=reviewer, revision_id=state.revision_id, **words
        )


@pytest.fixture
def september(people):
    """Six first reviews that took 1 to 6 hours, one undone, one of a held piece; two refusals."""
    author, editor, second = people["author"], people["editor"], people["second"]
    for hours in range(1, 7):
        piece = submitted(author, moment(2, 8))
        decide(actions.approve, piece, editor, moment(2, 8 + hours))
    for reasons in (["facts", "words"], ["facts"], []):
        piece = submitted(author, moment(9, 8))
        decide(
            actions.return_to_author,
            piece,
            editor,
            moment(9, 9),
            comment="改",
            reasons=reasons,
        )
    piece = submitted(author, moment(9, 8))
    decide(actions.decline, piece, editor, moment(9, 9), comment="不用", reasons=["facts"])
    undone = submitted(author, moment(9, 8))
    made = decide(
        actions.return_to_author, undone, editor, moment(9, 23), comment="错", reasons=["topic"]
    )
    with at(moment(9, 23)):
        actions.undo(decision_id=made.pk, reviewer=editor)
    held = submitted(author, moment(1, 8))
    decide(actions.hold, held, second, moment(1, 9))
    with at(moment(13, 8)):
        actions.resume(task_state_id=waiting_state(held).pk, reviewer=second)
    decide(actions.approve, held, second, moment(13, 9))


def test_reasons_are_counted(september):
    assert returned_by_reason(MONDAY, date(2025, 9, 14)) == [
        Returned("事实或数据要核实", 2, 1),
        Returned("未选理由", 1, 0),
        Returned("语句或错别字", 1, 0),
    ]
    assert returned_by_reason(date(2025, 9, 10), date(2025, 9, 14)) == []


def test_times_are_nearest_ranks(september):
    first = {row.step: row for row in time_to_decision(MONDAY, date(2025, 9, 7))}[Step.FIRST]
    hour = timedelta(hours=1)
    assert first == Timing(Step.FIRST, 6, 3 * hour, 6 * hour)
    assert first.in_words == ("3.0 小时", "6.0 小时")


def test_held_and_undone_do_not_count_and_few_are_not_shown(september):
    rows = {row.step: row for row in time_to_decision(date(2025, 9, 8), date(2025, 9, 14))}
    assert rows[Step.FIRST] == Timing(Step.FIRST, 4, None, None)
    assert rows[Step.FINAL] == Timing(Step.FINAL, 0, None, None)
    assert rows[Step.FINAL].in_words == ("", "")


@pytest.mark.parametrize("amount", [5, 6, 9, 10, 11, 20])
def test_percentiles_agree_with_their_definition(people, amount):
    piece = submitted(people["author"], moment(2, 0))
    state = waiting_state(piece)
    minutes = [(7 * number) % 23 + 1 for number in range(amount)]
    for each in minutes:
        with at(moment(2, 0)):
            task_state = TaskState.objects.create(
                workflow_state=state.workflow_state,
                revision=state.revision,
                task=state.task,
                status="approved",
            )
        with at(moment(2, 0) + timedelta(minutes=each)):
            Decision.objects.create(
                page_id=piece.pk,
                page_title="题",
                revision_id=piece.latest_revision_id,
                task_state=task_state,
                step=Step.SECOND,
                verdict=Verdict.APPROVE,
                decided_by=people["editor"],
            )
    found = next(row for row in time_to_decision(MONDAY, MONDAY + timedelta(6)) if row.decisions)
    ordered = sorted(minutes)
    expected = [ordered[math.ceil(amount * percent / 100) - 1] for percent in (50, 90)]
    assert [found.median, found.ninetieth] == [timedelta(minutes=each) for each in expected]


def test_weeks_without_anything_are_shown(september):
    assert by_week(date(2025, 9, 3), date(2025, 9, 15)) == [
        Week(MONDAY),
        Week(date(2025, 9, 8), submitted=5, approved=1, returned=3, declined=1),
        Week(date(2025, 9, 15)),
    ]
    assert by_week(MONDAY, date(2025, 9, 7)) == [Week(MONDAY, submitted=7, approved=6)]


def test_waiting_is_counted_by_calendar_days(people):
    now = moment(20, 9)
    author = people["author"]
    sent = [(20, 0), (19, 23), (17, 0), (16, 23), (13, 0), (12, 23), (2, 8)]
    for day, hour in sent:
        submitted(author, moment(day, hour))
    held = submitted(author, moment(2, 8))
    decide(actions.hold, held, people["editor"], moment(2, 9))
    QueueEntry.objects.filter(since__gte=moment(13)).update(due_at=now + timedelta(hours=1))
    QueueEntry.objects.filter(since__lt=moment(13)).update(due_at=now - timedelta(hours=1))
    rows = waiting_by_age(now)
    assert [row.step for row in rows] == list(Step)
    first = rows[1]
    assert (first.ages, first.total, first.overdue, first.held) == ((1, 2, 2, 2), 7, 3, 1)
    assert (rows[0].ages, rows[0].total) == ((0, 0, 0, 0), 0)


def test_releases_count_unless_undone(people):
    author, staff = people["author"], ("editor", "second", "chief")
    for hour in (8, 12):
        piece = submitted(author, moment(2, hour))
        for number, name in enumerate(staff):
            last = decide(actions.approve, piece, people[name], moment(2, hour, number + 1))
    with at(moment(2, 12, 3)):
        actions.undo(decision_id=last.pk, reviewer=people["chief"])
    (week,) = by_week(MONDAY, date(2025, 9, 7))
    assert (week.approved, week.released) == (5, 1)


def test_the_page_names_nobody(people, sign_in, september):
    page = sign_in("chief").get(reverse(REPORT), PERIOD)
    assert page.status_code == 200
    shown = page.content.decode().partition('class="review-report"')[2].partition("</main>")[0]
    assert "事实或数据要核实" in shown
    for person in ("林虚构", "虚构编辑甲", "虚构编辑乙", "虚构第一小学"):
        assert person not in shown


@pytest.mark.parametrize("name", ["editor", "site_admin", "own_admin", "other_admin", "teacher"])
def test_only_chief_editors_see_it(sign_in, september, name):
    for url in (REPORT, XLSX):
        answer = sign_in(name).get(reverse(url), PERIOD)
        assert answer.status_code in (302, 403)
        assert "report-waiting" not in sign_in(name).get(reverse(url), follow=True).content.decode()


def test_anonymous_people_are_sent_to_the_login(sign_in):
    for url in (REPORT, XLSX):
        assert sign_in("anonymous").get(reverse(url)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"start": "x"}, "请写成 2025-09-10 的样子"),
        ({"start": ""}, "请选日期"),
        ({"start": "2024-01-01", "end": "2025-09-01"}, "一次最多看 366 天"),
        ({"start": "2025-09-02", "end": "2025-09-01"}, "结束日期不能早于开始日期"),
    ],
)
def test_bad_periods_are_answered_in_words(sign_in, asked, words):
    for url in (REPORT, XLSX):
        answer = sign_in("chief").get(reverse(url), asked)
        assert answer.status_code == 422
        assert words in answer.content.decode()


def test_the_tables_leave_as_excel(sign_in, september):
    answer = sign_in("chief").get(reverse(XLSX), PERIOD)
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["等待", "退回理由", "用时", "每周"]
    rows = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    assert rows["退回理由"][1] == ("事实或数据要核实", 2, 1)
    assert rows["用时"][2] == ("初审", 10, "1.0 小时", "5.0 小时")
    assert rows["每周"][1] == ("2025-09-01", 7, 6, 0, 0, 0)


def test_queries_are_few_and_constant(
    people, sign_in, september, django_assert_num_queries, django_assert_max_num_queries
):
    for _ in range(2):
        with django_assert_num_queries(5):
            report_of(MONDAY, date(2025, 9, 14), moment(14))
        piece = submitted(people["author"], moment(10, 8))
        decide(actions.approve, piece, people["editor"], moment(10, 9))
    chief = sign_in("chief")
    chief.get(reverse(REPORT))
    with django_assert_max_num_queries(18):
        chief.get(reverse(REPORT), PERIOD)


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (None, ""),
        (timedelta(0), "1 分钟"),
        (timedelta(minutes=59), "59 分钟"),
        (timedelta(hours=1), "1.0 小时"),
        (timedelta(hours=36), "1.5 天"),
    ],
)
def test_durations_in_words(duration, words):
    assert duration_in_words(duration) == words


@given(st.lists(st.lists(st.integers(0, 10**6), min_size=1, max_size=4), max_size=8))
def test_bars_share_a_scale_and_leave_no_gap(amounts):
    rows = [(each, list(enumerate(each, start=1))) for each in amounts]
    longest = max((sum(each) for each in amounts), default=0)
    for each, segments in _barred(rows):
        ends = [0, *(segment.x + segment.width for segment in segments)]
        assert [segment.x for segment in segments] == ends[:-1]
        assert ends[-1] == (round(sum(each) * FULL / longest) if longest else 0)

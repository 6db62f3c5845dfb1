"""Many at the same moment; on PostgreSQL and on SQLite."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

import pytest
from django.db import connection

from editorial import actions
from editorial.enums import SETTLING, Step, Verdict
from editorial.errors import Conflict, NotPossible
from editorial.models import Decision, QueueEntry, Release
from editorial.queries import standing_of
from people.roles import Role
from reading.models import ReadingLogPage
from tests.editorial.factories import (
    REVIEW,
    decide_at,
    log_draft,
    make_staff,
    make_work,
    waiting_state,
)
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(jobs):
    """Run the jobs in threads that begin together; return results or exceptions, in order."""
    barrier = threading.Barrier(len(jobs))

    def run(job):
        try:
            barrier.wait(timeout=30)
            return job()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_twenty_teachers_submit_below_the_same_page(site_home):
    authors = [UserFactory(role=Role.TEACHER) for _ in range(20)]
    work = make_work()
    shelf = ReadingLogPage.shelf()

    def write_and_submit(author):
        def job():
            page = ReadingLogPage(
                title="同一个题目",
                work=work,
                slot="classic",
                finished_on=date(2025, 9, 1),
                body=[("paragraph", REVIEW)],
            )
            page = actions.create_draft(author=author, token=uuid.uuid4(), parent=shelf, page=page)
            actions.submit(page_id=page.pk, author=author)
            return page.pk

        return job

    results = at_once([write_and_submit(author) for author in authors])
    assert [result for result in results if isinstance(result, Exception)] == []
    pages = ReadingLogPage.objects.filter(pk__in=results)
    assert len(set(pages.values_list("path", flat=True))) == 20
    assert len(set(pages.values_list("slug", flat=True))) == 20
    assert set(pages.values_list("owner", flat=True)) == {author.pk for author in authors}
    assert ReadingLogPage.find_problems() == ([], [], [], [], [])
    assert Decision.objects.filter(verdict=Verdict.SUBMIT).count() == 20


def test_the_same_form_sent_five_times_at_once_makes_one_piece(site_home):
    author, token, work = UserFactory(role=Role.TEACHER), uuid.uuid4(), make_work()
    shelf = ReadingLogPage.shelf()

    def send():
        page = ReadingLogPage(title="连点五下", work=work, body=[("paragraph", REVIEW)])
        return actions.create_draft(author=author, token=token, parent=shelf, page=page).pk

    results = at_once([send] * 5)
    assert len(set(results)) == 1, results
    assert ReadingLogPage.objects.filter(title="连点五下").count() == 1


@pytest.fixture
def staff(site_home):
    return make_staff()


@pytest.fixture
def author(site_home):
    return UserFactory(role=Role.TEACHER)


def handed_in(author, *approved_by):
    """Return a short piece, handed in and approved by these people."""
    piece = log_draft(author, body=[("paragraph", "<p>短文。</p>")])
    actions.submit(page_id=piece.pk, author=author)
    for reviewer in approved_by:
        actions.approve(**decide_at(piece, reviewer))
    return piece


def refusals(results):
    return [result for result in results if isinstance(result, Exception)]


def settled(state):
    """The decisions of a step that count, in the database's own words."""
    return Decision.objects.filter(task_state_id=state.pk, verdict__in=SETTLING)


def test_of_two_editors_who_decide_at_once_exactly_one_does_100_times(author, staff):
    for attempt in range(100):
        piece = handed_in(author)
        state = waiting_state(piece)
        # Read before the threads begin, as two browsers have done.
        first, second = decide_at(piece, staff.first), decide_at(piece, staff.second)
        jobs = [
            partial(actions.approve, **first),
            partial(actions.return_to_author, **second, comment="意见"),
        ]
        if attempt % 2:
            jobs.reverse()
        results = at_once(jobs)
        [refused] = refusals(results)
        assert type(refused) is Conflict, results
        decision = settled(state).get()
        assert str(refused) == (
            f"{decision.decided_by.name}已经处理过这一步：初审{decision.get_verdict_display()}。"
        )
        assert piece.workflow_states.count() == 1


def test_of_fifty_editors_one_claims_and_decides_and_the_others_are_told(author, staff):
    editors = [UserFactory(role=Role.EDITOR) for _ in range(50)]
    piece = handed_in(author)
    state = waiting_state(piece)

    def claim_and_decide(editor):
        def job():
            actions.claim(task_state_id=state.pk, reviewer=editor)
            return actions.approve(
                task_state_id=state.pk, reviewer=editor, revision_id=state.revision_id
            )

        return job

    results = at_once([claim_and_decide(editor) for editor in editors])
    refused = refusals(results)
    assert {type(error) for error in refused} == {Conflict}, refused
    assert len(refused) == 49
    winner = settled(state).get().decided_by
    told = {str(error).partition("，保留到")[0] for error in refused}
    assert told <= {f"{winner.name}已认领这篇稿件", f"{winner.name}已经处理过这一步：初审通过。"}
    assert standing_of(piece).step == Step.SECOND


def test_of_fifty_editors_who_decide_unclaimed_exactly_one_does(author, staff):
    editors = [UserFactory(role=Role.EDITOR) for _ in range(50)]
    piece = handed_in(author)
    state = waiting_state(piece)
    verbs = (actions.approve, actions.return_to_author, actions.decline)
    results = at_once(
        [
            partial(verbs[number % 3], **decide_at(piece, editor), comment="意见")
            for number, editor in enumerate(editors)
        ]
    )
    refused = refusals(results)
    assert [type(error) for error in refused] == [Conflict] * 49
    decision = settled(state).get()
    words = f"{decision.decided_by.name}已经处理过这一步：初审{decision.get_verdict_display()}。"
    assert {str(error) for error in refused} == {words}


def test_of_two_who_claim_at_once_one_holds_the_piece(author, staff):
    for _ in range(20):
        piece = handed_in(author)
        state = waiting_state(piece)
        results = at_once(
            [
                partial(actions.claim, task_state_id=state.pk, reviewer=reviewer)
                for reviewer in (staff.first, staff.second)
            ]
        )
        [refused] = refusals(results)
        holder = QueueEntry.objects.select_related("claimed_by").get(pk=state.pk).claimed_by
        assert type(refused) is Conflict
        assert str(refused).startswith(f"{holder.name}已认领这篇稿件")


def test_two_clicks_on_undo_take_back_once(author, staff):
    for _ in range(10):
        piece = handed_in(author)
        decision = actions.approve(**decide_at(piece, staff.first))
        results = at_once(
            [partial(actions.undo, decision_id=decision.pk, reviewer=staff.first)] * 2
        )
        [refused] = refusals(results)
        assert (type(refused), str(refused)) == (NotPossible, "这个决定已经撤销过了。")
        assert Decision.objects.filter(undoes=decision).count() == 1
        assert QueueEntry.objects.get(page=piece).step == Step.FIRST


def test_of_an_undo_and_the_next_approval_at_once_exactly_one_counts(author, staff):
    for attempt in range(20):
        piece = handed_in(author)
        decision = actions.approve(**decide_at(piece, staff.first))
        jobs = [
            partial(actions.undo, decision_id=decision.pk, reviewer=staff.first),
            partial(actions.approve, **decide_at(piece, staff.second)),
        ]
        undone, approved = at_once(jobs if attempt % 2 else jobs[::-1])[:: 1 if attempt % 2 else -1]
        step = QueueEntry.objects.get(page=piece).step
        if isinstance(undone, Exception):
            assert (type(undone), step) == (Conflict, Step.FINAL)
            assert str(undone) == f"{staff.second.name}之后已经通过，不能撤销了。"
            assert approved.verdict == Verdict.APPROVE
        else:
            assert (type(approved), step) == (Conflict, Step.FIRST)
            assert str(approved) == "前一步的决定刚刚撤销，请从列表里重新打开。"


def test_a_withdrawal_and_the_final_approval_at_once_leave_no_half_state(author, staff):
    """What readers see is what the later of the two left, and the record says the same."""
    for attempt in range(20):
        piece = handed_in(author, staff.first, staff.second)
        jobs = [
            partial(actions.withdraw, page_id=piece.pk, chief=staff.chief, comment="有误"),
            partial(actions.approve, **decide_at(piece, staff.chief)),
        ]
        withdrawn, approved = at_once(jobs if attempt % 2 else jobs[::-1])[
            :: 1 if attempt % 2 else -1
        ]
        assert approved.verdict == Verdict.APPROVE
        if isinstance(withdrawn, Exception):
            assert type(withdrawn) is NotPossible, "nothing was public yet"
        is_live = isinstance(withdrawn, Exception)
        assert ReadingLogPage.objects.get(pk=piece.pk).live is is_live
        assert Release.objects.in_force(piece.pk).exists() is is_live
        withdrawals = Decision.objects.filter(page_id=piece.pk, verdict=Verdict.WITHDRAW)
        assert withdrawals.exists() is not is_live


def test_an_author_who_submits_twice_at_once_submits_once(site_home):
    piece = log_draft(UserFactory(role=Role.TEACHER))
    at_once([lambda: actions.submit(page_id=piece.pk, author=piece.owner)] * 4)
    assert Decision.objects.filter(verdict=Verdict.SUBMIT).count() == 1
    assert piece.workflow_states.count() == 1

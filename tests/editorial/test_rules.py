"""Who may decide what: by table, and for any sequence of decisions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.enums import State, Step
from editorial.rules import (
    ROAD,
    Approval,
    ReviewFacts,
    may_edit,
    may_recall,
    may_release,
    may_review,
    may_submit,
)

AUTHOR, ANNA, BERT, CARL = 1, 2, 3, 4


def facts(reviewer, step=Step.FIRST, *, opens=True, approvals=(), writers=(AUTHOR,)):
    return ReviewFacts(
        reviewer_id=reviewer,
        may_take_step=opens,
        step=step,
        writer_ids=writers,
        approvals=approvals,
    )


@pytest.mark.parametrize(
    ("asked", "allowed", "words"),
    [
        (facts(ANNA), True, ""),
        (facts(ANNA, opens=False), False, "不负责初审"),
        (facts(AUTHOR), False, "自己写的"),
        (facts(ANNA, writers=(AUTHOR, ANNA)), False, "自己写的"),
        (facts(ANNA, Step.SECOND, approvals=(Approval("first", ANNA, 7),)), False, "初审"),
        (facts(BERT, Step.SECOND, approvals=(Approval("first", ANNA, 7),)), True, ""),
        # A piece that came back to the same step may be taken by the same person again.
        (facts(ANNA, Step.FIRST, approvals=(Approval("first", ANNA, 7),)), True, ""),
    ],
)
def test_may_review(asked, allowed, words):
    verdict = may_review(asked)
    assert verdict.allowed is allowed
    assert words in verdict.reason


GOOD = [Approval("first", ANNA, 7), Approval("second", BERT, 7), Approval("final", CARL, 8)]


@pytest.mark.parametrize(
    ("approvals", "revision", "writers", "words"),
    [
        (GOOD, 8, {AUTHOR}, ""),
        ([], 8, {AUTHOR}, "还缺初审、复审、终审"),
        (GOOD[:2], 8, {AUTHOR}, "还缺终审"),
        (GOOD, 9, {AUTHOR}, "不是这一版"),
        (GOOD, 8, {AUTHOR, BERT}, "作者不能"),
        ([*GOOD[:2], Approval("final", ANNA, 8)], 8, {AUTHOR}, "三个不同的人"),
    ],
)
def test_may_release(approvals, revision, writers, words):
    verdict = may_release(revision_id=revision, writer_ids=writers, approvals=approvals)
    assert verdict.allowed is (words == "")
    assert words in verdict.reason


approvals = st.lists(
    st.builds(
        Approval,
        step=st.sampled_from([step.value for step in Step]),
        reviewer_id=st.integers(1, 6),
        revision_id=st.integers(1, 3),
    ),
    max_size=9,
)


@given(approvals, st.integers(1, 3), st.sets(st.integers(1, 6), max_size=4))
def test_nothing_is_released_without_three_people_who_did_not_write_it(given_, revision, writers):
    if may_release(revision_id=revision, writer_ids=writers, approvals=given_):
        last = {approval.step: approval for approval in given_}
        people = {last[step].reviewer_id for step in ROAD}
        assert len(people) == 3
        assert people.isdisjoint(writers)
        assert last[Step.FINAL].revision_id == revision


@pytest.mark.parametrize(
    ("state", "new_text", "submit", "edit", "recall"),
    [
        (State.DRAFT, True, True, True, False),
        (State.IN_REVIEW, True, False, False, True),
        (State.RETURNED, True, True, True, False),
        (State.PUBLISHED, False, False, True, False),
        (State.PUBLISHED, True, True, True, False),
        (State.WITHDRAWN, True, True, True, False),
    ],
)
def test_what_an_author_may_do(state, new_text, submit, edit, recall):
    assert bool(may_submit(state, has_new_text=new_text)) is submit
    assert bool(may_edit(state)) is edit
    assert bool(may_recall(state)) is recall

"""Who may decide what: by table, and for any sequence of decisions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.enums import Audience, State, Step, Verdict
from editorial.rules import (
    FLOORS,
    Approval,
    ReviewFacts,
    may_approve_together,
    may_edit,
    may_recall,
    may_release,
    may_review,
    may_set_road,
    may_submit,
    may_undo,
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
        (facts(ANNA, opens=False), False, "不负责这篇稿件的初审"),
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


THREE = FLOORS[Audience.PUBLIC]
GOOD = [Approval("first", ANNA, 7), Approval("second", BERT, 7), Approval("final", CARL, 8)]
CHECKED = [Approval("school", ANNA, 8)]


@pytest.mark.parametrize(
    ("audience", "road", "approvals", "revision", "writers", "words"),
    [
        ("public", THREE, GOOD, 8, {AUTHOR}, ""),
        ("public", THREE, [], 8, {AUTHOR}, "还缺初审、复审、终审"),
        ("public", THREE, GOOD[:2], 8, {AUTHOR}, "还缺终审"),
        ("public", THREE, GOOD, 9, {AUTHOR}, "不是这一版"),
        ("public", THREE, GOOD, 8, {AUTHOR, BERT}, "作者不能"),
        ("public", THREE, [*GOOD[:2], Approval("final", ANNA, 8)], 8, {AUTHOR}, "不同的人"),
        # A round that was started on a shorter road, however that came about.
        ("public", ("first",), GOOD[:1], 7, {AUTHOR}, "还缺复审、终审"),
        ("public", ("school", *THREE), GOOD, 8, {AUTHOR}, "还缺校审"),
        ("school", ("school",), CHECKED, 8, {AUTHOR}, ""),
        ("school", ("first",), GOOD[:1], 7, {AUTHOR}, "至少要校审"),
        ("district", ("first",), GOOD[:1], 7, {AUTHOR}, ""),
        ("district", ("school",), CHECKED, 8, {AUTHOR}, "编辑审核"),
        ("district", ("first",), GOOD[:1], 7, {ANNA}, "作者不能"),
        ("private", (), [], 8, {AUTHOR}, "不发布"),
    ],
)
def test_may_release(audience, road, approvals, revision, writers, words):
    answer = may_release(
        audience=audience,
        road=road,
        revision_id=revision,
        writer_ids=writers,
        approvals=approvals,
    )
    assert answer.allowed is (words == "")
    assert words in answer.reason


approvals = st.lists(
    st.builds(
        Approval,
        step=st.sampled_from([step.value for step in Step]),
        reviewer_id=st.integers(1, 6),
        revision_id=st.integers(1, 3),
    ),
    max_size=9,
)
some_road = st.lists(st.sampled_from([step.value for step in Step]), unique=True, max_size=4)


@given(some_road, approvals, st.integers(1, 3), st.sets(st.integers(1, 6), max_size=4))
def test_nothing_is_public_without_three_people_who_did_not_write_it(
    road, given_, revision, writers
):
    answer = may_release(
        audience=Audience.PUBLIC,
        road=road,
        revision_id=revision,
        writer_ids=writers,
        approvals=given_,
    )
    if answer:
        last = {approval.step: approval for approval in given_}
        people = {last[step].reviewer_id for step in THREE}
        assert len(people) == 3
        assert people.isdisjoint(writers)
        assert last[road[-1]].revision_id == revision


@pytest.mark.parametrize(
    ("audience", "road", "allowed"),
    [
        ("school", ("school",), True),
        ("school", ("school", "first"), True),
        ("school", ("first", "second", "final"), False),
        ("district", ("first",), True),
        ("district", ("school", "final"), True),
        ("district", ("school",), False),
        ("public", THREE, True),
        ("public", ("school", *THREE), True),
        ("public", ("first", "second"), False),
        ("public", ("school", "first", "final"), False),
        ("public", (), False),
    ],
)
def test_the_floor_of_the_table(audience, road, allowed):
    assert bool(may_set_road(audience, road)) is allowed


@pytest.mark.parametrize(
    ("verdict", "own", "undone", "age", "allowed"),
    [
        (Verdict.APPROVE, True, False, 30, True),
        (Verdict.RETURN, True, False, 0, True),
        (Verdict.DECLINE, True, False, 1, True),
        (Verdict.HOLD, True, False, 1, True),
        (Verdict.APPROVE, True, False, 30.1, False),
        (Verdict.APPROVE, False, False, 1, False),
        (Verdict.APPROVE, True, True, 1, False),
        (Verdict.WITHDRAW, True, False, 1, False),
        (Verdict.SUBMIT, True, False, 1, False),
        (Verdict.UNDO, True, False, 1, False),
    ],
)
def test_what_can_be_taken_back(verdict, own, undone, age, allowed):
    answer = may_undo(
        verdict=verdict, is_own=own, is_undone=undone, age_seconds=age, limit_seconds=30
    )
    assert answer.allowed is allowed
    assert bool(answer.reason) is not allowed


def test_public_pieces_are_approved_one_by_one():
    assert {audience for audience in Audience if may_approve_together(audience)} == {
        Audience.PRIVATE,
        Audience.SCHOOL,
        Audience.DISTRICT,
    }


@pytest.mark.parametrize(
    ("state", "new_text", "submit", "edit", "recall"),
    [
        (State.DRAFT, True, True, True, False),
        (State.IN_REVIEW, True, False, False, True),
        (State.RETURNED, True, True, True, False),
        (State.PUBLISHED, False, False, True, False),
        (State.PUBLISHED, True, True, True, False),
        (State.WITHDRAWN, True, True, True, False),
        (State.DECLINED, True, True, True, False),
        (State.HELD, True, False, False, True),
        (State.SCHEDULED, True, False, False, True),
    ],
)
def test_what_an_author_may_do(state, new_text, submit, edit, recall):
    asked = {"has_new_text": new_text, "audience": Audience.PUBLIC}
    assert bool(may_submit(state, **asked)) is submit
    assert not may_submit(state, has_new_text=new_text, audience=Audience.PRIVATE)
    assert bool(may_edit(state)) is edit
    assert bool(may_recall(state)) is recall

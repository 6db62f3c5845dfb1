"""The state in words."""

import pytest

from reading.programme.rules import PRIORITY, Rules, allocate
from reading.programme.words import in_words, next_steps
from tests.reading.programme.factories import book

CLASSIC, MONOGRAPH, GENERAL = PRIORITY
THREE = [book(number, GENERAL) for number in (7, 8, 9)]

WORDS = {
    "of the plan": (
        Rules(),
        [book(1, MONOGRAPH), *THREE],
        [CLASSIC],
        "名著在读，专著已读待评，其他 3 本",
    ),
    "nothing yet": (Rules(), [], [], "名著还缺，专著还缺"),
    "done": (
        Rules(),
        [book(1, CLASSIC, logged=True), book(2, MONOGRAPH, logged=True)],
        [],
        "名著已完成，专著已完成",
    ),
    "reading beside": (Rules(), [], [GENERAL], "名著还缺，专著还缺，其他在读"),
    "several of a kind": (
        Rules(classics=3, general=2),
        [book(1, CLASSIC, logged=True), book(2, CLASSIC), *THREE],
        [CLASSIC],
        "名著 3 本中完成 1 本、待评 1 本、在读 1 本，专著还缺，泛读 2 本中完成 2 本，其他 1 本",
    ),
    "no slots": (Rules(0, 0, 0), [], [], "还没有读完的书"),
}


@pytest.mark.parametrize(("rules", "books", "reading", "words"), WORDS.values(), ids=WORDS)
def test_the_state(rules, books, reading, words):
    assert in_words(allocate(rules, books), reading) == words


STEPS = {
    "nothing yet": (
        [],
        [],
        [
            "还要精读一本教育名著，再写好读书笔记。",
            "还要通读一本学科专著，再写好读书笔记。",
        ],
    ),
    "one waits, one is being read": (
        [book(1, CLASSIC)],
        [MONOGRAPH],
        ["给《书1》写好读书笔记，教育名著就完成了。", "读完手上的学科专著，再写好读书笔记。"],
    ),
    "done": ([book(1, CLASSIC, logged=True), book(2, MONOGRAPH, logged=True)], [], []),
}


@pytest.mark.parametrize(("books", "reading", "steps"), STEPS.values(), ids=STEPS)
def test_what_is_missing(books, reading, steps):
    assert next_steps(allocate(Rules(), books), reading) == steps


def test_no_log_is_asked_for_where_finishing_is_enough():
    rules = Rules(0, 0, 2, needs_log=frozenset())
    assert next_steps(allocate(rules, [])) == ["还要泛读 2 本教育之外的书。"]

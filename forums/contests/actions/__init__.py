"""The only writer of contests. One function a verb, each behind the lock of its contest."""

from forums.contests.actions.copying import copy_contest
from forums.contests.actions.entering import (
    add_file,
    change_entry,
    enter,
    exclude,
    remove_file,
    set_consent,
    withdraw,
)
from forums.contests.actions.judging import (
    declare_conflict,
    own_assignment,
    return_points,
    score,
)
from forums.contests.actions.jury import add_juror, draw_lots, drop_juror
from forums.contests.actions.objecting import answer_objection, file_objection
from forums.contests.actions.publishing import correct, publish
from forums.contests.actions.setting import CriterionRow, GroupRow, LevelRow, set_contest

__all__ = [
    "CriterionRow",
    "GroupRow",
    "LevelRow",
    "add_file",
    "add_juror",
    "answer_objection",
    "change_entry",
    "copy_contest",
    "correct",
    "declare_conflict",
    "draw_lots",
    "drop_juror",
    "enter",
    "exclude",
    "file_objection",
    "own_assignment",
    "publish",
    "remove_file",
    "return_points",
    "score",
    "set_consent",
    "set_contest",
    "withdraw",
]

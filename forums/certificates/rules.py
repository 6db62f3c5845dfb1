"""Who may have a certificate, and what a visitor is told of one; pure."""

from enum import Enum

from editorial.rules import ALLOWED, Answer


class Shown(Enum):
    """What the public page says of a certificate."""

    VALID = "all facts"
    WITHDRAWN = "all facts, and that they hold no more"
    CLOSED = "that it exists, and no facts"


def may_issue(*, is_over: bool) -> Answer:
    """Say whether certificates of an event may be issued: not before it is over."""
    if not is_over:
        return Answer(False, "活动结束以后才能出具证书。")
    return ALLOWED


def shown_of(*, is_open: bool, is_withdrawn: bool) -> Shown:
    """Return what the public page says.

    Args:
        is_open: its holder agreed, and has not taken that back.
        is_withdrawn: whoever issued it took it back.
    """
    if not is_open:
        return Shown.CLOSED
    return Shown.WITHDRAWN if is_withdrawn else Shown.VALID


def may_print(*, is_open: bool, is_withdrawn: bool) -> Answer:
    """Say whether a PDF is made: its code leads to the public page, which must say the same."""
    if is_withdrawn:
        return Answer(False, "这份证书已经撤销，不能再下载。")
    if not is_open:
        return Answer(False, "请先同意公开查验。证书上的二维码要能查到内容，别人才能核对。")
    return ALLOWED

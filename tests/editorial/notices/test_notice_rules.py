"""The table of who is told, and the reckoning of moments."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.enums import UNDOABLE, Verdict
from editorial.notices import rules
from editorial.notices.kinds import Channel, NoticeKind, Party

SITE, MAIL, DIGEST = Channel.SITE, Channel.MAIL, Channel.DIGEST
NOW = datetime(2025, 9, 10, 2, 3, 4, tzinfo=UTC)

# verdict, last step, party: what is told
TOLD = {
    (Verdict.APPROVE, False, Party.AUTHOR): (NoticeKind.PASSED, SITE),
    (Verdict.APPROVE, True, Party.AUTHOR): (NoticeKind.PUBLISHED, MAIL),
    (Verdict.RETURN, False, Party.AUTHOR): (NoticeKind.RETURNED, MAIL),
    (Verdict.DECLINE, False, Party.AUTHOR): (NoticeKind.DECLINED, MAIL),
    (Verdict.HOLD, False, Party.AUTHOR): (NoticeKind.HELD, MAIL),
    (Verdict.RESUME, False, Party.AUTHOR): (NoticeKind.RESUMED, SITE),
    (Verdict.WITHDRAW, False, Party.AUTHOR): (NoticeKind.WITHDRAWN, MAIL),
    (Verdict.CORRECT, False, Party.AUTHOR): (NoticeKind.CORRECTED, MAIL),
    (Verdict.SUBMIT, False, Party.RETURNER): (NoticeKind.HANDED_IN, DIGEST),
    (Verdict.STAND_IN, False, Party.STAND_IN): (NoticeKind.STAND_IN, MAIL),
}
CASES = [
    (verdict, is_last, party)
    for verdict in Verdict
    for is_last in ((False, True) if verdict == Verdict.APPROVE else (False,))
    for party in Party
]


@pytest.mark.parametrize(("verdict", "is_last", "party"), CASES)
def test_each_party_is_told_what_the_table_says_and_nothing_else(verdict, is_last, party):
    notice = rules.notice_for(verdict, party, is_last_step=is_last)
    found = notice and (notice.kind, notice.channel)
    assert found == TOLD.get((verdict, is_last, party))


def test_every_entry_gives_its_reason():
    entries = [*rules.TABLE.values(), rules.LAST_APPROVAL, rules.OTHER_APPROVAL]
    entries += [rules.ASSIGNMENT, rules.TAKEN_BACK]
    entries += [rules.SLOT_CORRECTION, rules.BOOK_SETTLED, rules.NOTE_REMOVED]
    entries += [rules.EVENT, rules.EVENT_IN_SITE]
    entries += [rules.WORKSHOP_ANSWER, rules.WORKSHOP_WORD]
    entries += [rules.REPLY, rules.MENTION, rules.SAID_SHOWN, rules.SAID_REFUSED]
    entries += [rules.SAID_HIDDEN, rules.REPORT_SETTLED, rules.CREDIT_ASKED]
    entries += [rules.CREDIT_ANSWERED, rules.LETTER_SETTLED]
    assert [notice for notice in entries if not notice.reason] == []
    assert {notice.kind for notice in entries} == set(NoticeKind) - {NoticeKind.DIGEST}


@pytest.mark.parametrize("verdict", Verdict)
def test_word_waits_as_long_as_the_decision_can_be_taken_back(verdict):
    wait = rules.due_at(verdict, NOW, 30) - NOW
    assert wait == timedelta(seconds=30 if verdict in UNDOABLE else 0)


@given(
    due=st.datetimes(max_value=datetime(9999, 1, 1), timezones=st.just(UTC)),
    minutes=st.integers(1, 60),
)
def test_a_mail_leaves_at_the_next_slot_and_never_before_it_is_due(due, minutes):
    moment = rules.mail_at(due, minutes)
    assert timedelta(0) <= moment - due < timedelta(minutes=minutes)
    assert rules.mail_at(moment, minutes) == moment


@pytest.mark.parametrize(
    ("due", "minutes", "leaves"),
    [("10:00:00", 5, "10:00:00"), ("10:00:01", 5, "10:05:00"), ("10:04:59", 1, "10:05:00")],
)
def test_slots_lie_on_the_clock(due, minutes, leaves):
    day = datetime(2025, 9, 10, tzinfo=UTC)
    at = [
        datetime.combine(day, datetime.strptime(text, "%H:%M:%S").time(), tzinfo=UTC)
        for text in (due, leaves)
    ]
    assert rules.mail_at(at[0], minutes) == at[1]


def test_attempts_become_rarer_and_end():
    pauses = [
        moment - NOW if (moment := rules.next_attempt(attempts, NOW)) else None
        for attempts in range(1, 14)
    ]
    minutes = [pause and pause / timedelta(minutes=1) for pause in pauses]
    assert minutes == [2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360, None, None]

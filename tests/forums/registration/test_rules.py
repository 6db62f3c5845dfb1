"""The life of an event and the times of a registration, by table and by hypothesis."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.registration import rules
from forums.registration.rules import EventFacts, Phase

NOW = datetime(2026, 9, 10, 8, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def event(**values):
    defaults = {
        "is_live": True,
        "starts_at": NOW + DAY,
        "ends_at": NOW + DAY + HOUR,
        "takes_registrations": True,
    }
    return EventFacts(**defaults | values)


@pytest.mark.parametrize(
    ("values", "phase"),
    [
        ({"is_live": False}, Phase.PROPOSAL),
        ({"is_live": False, "is_approved": True}, Phase.APPROVED),
        ({"takes_registrations": False}, Phase.ANNOUNCED),
        ({"opens_at": NOW + HOUR}, Phase.ANNOUNCED),
        ({"opens_at": NOW}, Phase.OPEN),
        ({}, Phase.OPEN),
        ({"closes_at": NOW + HOUR}, Phase.OPEN),
        ({"closes_at": NOW}, Phase.CLOSED),
        ({"closes_at": NOW, "takes_registrations": False}, Phase.CLOSED),
        ({"starts_at": NOW}, Phase.RUNNING),
        ({"starts_at": NOW - DAY, "ends_at": NOW}, Phase.FINISHED),
        ({"starts_at": NOW - DAY, "ends_at": NOW, "has_report": True}, Phase.REPORTED),
        ({"is_called_off": True}, Phase.CALLED_OFF),
        ({"is_called_off": True, "is_live": False}, Phase.PROPOSAL),
        ({"starts_at": None, "ends_at": None}, Phase.OPEN),
    ],
)
def test_where_an_event_stands(values, phase):
    assert rules.phase_of(event(**values), NOW) == phase


@pytest.mark.parametrize("phase", list(Phase))
def test_people_register_while_it_is_open_and_else_are_told_why_not(phase):
    answer = rules.may_register(phase)
    assert bool(answer) == (phase == Phase.OPEN)
    assert answer.reason.endswith("。") == (phase != Phase.OPEN)


def test_an_offer_never_reaches_past_the_beginning():
    assert rules.offer_ends(NOW, 24, None) == NOW + DAY
    assert rules.offer_ends(NOW, 24, NOW + 2 * DAY) == NOW + DAY
    assert rules.offer_ends(NOW, 24, NOW + HOUR) == NOW + HOUR


@pytest.mark.parametrize(
    ("until", "may"), [(None, False), (NOW, False), (NOW + HOUR, True), (NOW - HOUR, False)]
)
def test_an_offer_is_taken_in_time_or_not_at_all(until, may):
    assert bool(rules.may_accept(offered_until=until, now=NOW)) == may


def test_leaving_ends_with_the_beginning():
    assert rules.may_leave(starts_at=NOW + HOUR, now=NOW)
    assert not rules.may_leave(starts_at=NOW, now=NOW)
    assert rules.may_leave(starts_at=None, now=NOW)


def test_people_are_asked_ahead_and_silence_gives_the_seat_up():
    times = rules.confirming(NOW, 48, 72)
    assert times == rules.Confirming(NOW - 5 * DAY, NOW - 2 * DAY)
    asked = times.ask_at

    def given_up(now, asked_at=asked, confirmed_at=None):
        return rules.is_given_up(times, asked_at=asked_at, confirmed_at=confirmed_at, now=now)

    assert given_up(times.until)
    assert not given_up(times.until - HOUR)
    assert not given_up(times.until, confirmed_at=asked)
    assert not given_up(times.until, asked_at=None)
    assert not given_up(times.until + DAY, asked_at=times.until + HOUR)
    assert rules.confirming(NOW, 0, 72) is None
    assert rules.confirming(None, 48, 72) is None
    assert not rules.is_given_up(None, asked_at=asked, confirmed_at=None, now=NOW)


def test_who_comes_late_is_not_asked_again():
    times = rules.confirming(NOW, 48, 72)
    assert not rules.counts_as_confirmed(times, times.ask_at - HOUR)
    assert rules.counts_as_confirmed(times, times.ask_at)
    assert rules.counts_as_confirmed(None, NOW)


moments = st.integers(-100, 100).map(lambda hours: NOW + hours * HOUR)
spans = st.tuples(moments, moments).filter(lambda span: span[0] < span[1])


@given(one=spans, other=spans)
def test_overlap_is_mutual_and_touching_is_none(one, other):
    assert rules.overlap(one, other) == rules.overlap(other, one)
    assert rules.overlap(one, one)
    assert not rules.overlap(one, (one[1], one[1] + HOUR))
    assert not rules.overlap(one, (None, one[1]))


@given(
    starts=st.one_of(st.none(), moments),
    opens=st.one_of(st.none(), moments),
    closes=st.one_of(st.none(), moments),
    now=moments,
    takes=st.booleans(),
)
def test_nobody_registers_before_the_opening_after_the_end_or_for_what_has_begun(
    starts, opens, closes, now, takes
):
    facts = event(
        starts_at=starts,
        ends_at=starts + HOUR if starts else None,
        opens_at=opens,
        closes_at=closes,
        takes_registrations=takes,
    )
    if rules.may_register(rules.phase_of(facts, now)):
        assert takes
        assert opens is None or opens <= now
        assert closes is None or now < closes
        assert starts is None or now < starts


@pytest.mark.parametrize(
    ("phase", "starts_at", "words"),
    [
        (Phase.ANNOUNCED, NOW, "即将举行"),
        (Phase.ANNOUNCED, None, "已发预告"),
        (Phase.OPEN, NOW, "报名中"),
    ],
)
def test_readers_hear_that_an_event_comes(phase, starts_at, words):
    assert rules.words_of(phase, starts_at) == words

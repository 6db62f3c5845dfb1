"""Who is told of what, and when: pure decisions, documented in ``docs/notifications.md``."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from editorial.enums import UNDOABLE, Verdict
from editorial.notices.kinds import Channel, NoticeKind, Party

# Retries of a mail that could not be sent: after 2, 4, 8 … minutes, at most six hours apart,
# for some 33 hours. Mail servers themselves give up later; a person would not want it later.
MOST_ATTEMPTS = 12
LONGEST_PAUSE = timedelta(hours=6)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Notice:
    """What somebody is told, by which way, and why by that way."""

    kind: NoticeKind
    channel: Channel
    reason: str


TABLE: dict[tuple[Verdict, Party], Notice] = {
    (Verdict.RETURN, Party.AUTHOR): Notice(
        NoticeKind.RETURNED, Channel.MAIL, "the author has to act"
    ),
    (Verdict.DECLINE, Party.AUTHOR): Notice(
        NoticeKind.DECLINED, Channel.MAIL, "the wait is over, the text is free"
    ),
    (Verdict.HOLD, Party.AUTHOR): Notice(
        NoticeKind.HELD, Channel.MAIL, "the wait becomes longer than was said"
    ),
    (Verdict.RESUME, Party.AUTHOR): Notice(
        NoticeKind.RESUMED, Channel.SITE, "nothing to do, a result will follow"
    ),
    (Verdict.WITHDRAW, Party.AUTHOR): Notice(
        NoticeKind.WITHDRAWN, Channel.MAIL, "readers cannot see the piece any more"
    ),
    (Verdict.CORRECT, Party.AUTHOR): Notice(
        NoticeKind.CORRECTED, Channel.MAIL, "readers see a note in the author's piece"
    ),
    (Verdict.SUBMIT, Party.RETURNER): Notice(
        NoticeKind.HANDED_IN, Channel.DIGEST, "it waits in the queue, which the daily mail names"
    ),
    (Verdict.STAND_IN, Party.STAND_IN): Notice(
        NoticeKind.STAND_IN, Channel.MAIL, "the piece is not in that person's own queue"
    ),
}
LAST_APPROVAL = Notice(NoticeKind.PUBLISHED, Channel.MAIL, "the wait is over, readers follow")
OTHER_APPROVAL = Notice(NoticeKind.PASSED, Channel.SITE, "nothing to do, a mail a step is a flood")
TAKEN_BACK = Notice(
    NoticeKind.UNDONE, Channel.MAIL, "the person acts upon what does not hold any more"
)
ASSIGNMENT = Notice(NoticeKind.ASSIGNED, Channel.MAIL, "a colleague counts on this person")
# Of the reading programme, which lies above this floor.
SLOT_CORRECTION = Notice(NoticeKind.SLOT, Channel.MAIL, "the reader may want to answer the school")
BOOK_SETTLED = Notice(NoticeKind.BOOK, Channel.SITE, "the proposer could use the book all along")
NOTE_REMOVED = Notice(NoticeKind.NOTE, Channel.MAIL, "the group cannot see the note any more")
# Of events, which lie above this floor, too; their sentence comes as ``step``.
EVENT = Notice(NoticeKind.EVENT, Channel.MAIL, "a seat waits, or is gone: the person plans the day")
EVENT_IN_SITE = Notice(NoticeKind.EVENT, Channel.SITE, "nothing to do")
# Of the workshops, likewise.
WORKSHOP_ANSWER = Notice(NoticeKind.WORKSHOP, Channel.MAIL, "an answer is asked for or given")
WORKSHOP_WORD = Notice(NoticeKind.WORKSHOP, Channel.MAIL, "the host tells of a time or a place")
# Of discussions, which lie above this floor, too.
REPLY = Notice(NoticeKind.REPLY, Channel.DIGEST, "a mail a reply is a flood")
MENTION = Notice(NoticeKind.MENTION, Channel.DIGEST, "somebody hopes for an answer, not at once")
SAID_SHOWN = Notice(NoticeKind.SAID_SHOWN, Channel.SITE, "nothing to do")
SAID_REFUSED = Notice(NoticeKind.SAID_REFUSED, Channel.MAIL, "the author may change the words")
SAID_HIDDEN = Notice(NoticeKind.SAID_HIDDEN, Channel.MAIL, "readers cannot see it any more")
REPORT_SETTLED = Notice(NoticeKind.REPORT_SETTLED, Channel.SITE, "nothing to do")
CREDIT_ASKED = Notice(NoticeKind.CREDIT_ASKED, Channel.MAIL, "nothing is published without it")
CREDIT_ANSWERED = Notice(NoticeKind.CREDIT_ANSWERED, Channel.SITE, "the draft shows it too")
# Of letters to the editors, likewise.
LETTER_SETTLED = Notice(NoticeKind.LETTER, Channel.MAIL, "somebody asked and waits for an answer")


def notice_for(verdict: str, party: Party, *, is_last_step: bool = False) -> Notice | None:
    """Return what this party is told of a decision, or ``None`` for nothing.

    Args:
        verdict: what was decided.
        party: who the person is to it; nobody is told of what they did themselves, which the
            caller sees to.
        is_last_step: it was the last approval of the piece's road.
    """
    if verdict == Verdict.APPROVE and party == Party.AUTHOR:
        return LAST_APPROVAL if is_last_step else OTHER_APPROVAL
    return TABLE.get((Verdict(verdict), party))


def due_at(verdict: str, decided_at: datetime, undo_seconds: int) -> datetime:
    """Return from when on word of a decision may reach people.

    What can be taken back is told when that time is over, so that a wrong click reaches nobody.
    """
    wait = undo_seconds if verdict in UNDOABLE else 0
    return decided_at + timedelta(seconds=wait)


def mail_at(due: datetime, minutes: int) -> datetime:
    """Return when a mail may leave: the next of the moments that lie ``minutes`` apart.

    What is due between two of them goes to a person in one mail.
    """
    return due + (EPOCH - due) % timedelta(minutes=minutes)


def next_attempt(attempts: int, failed_at: datetime) -> datetime | None:
    """Return when to try a mail again after ``attempts`` failures; ``None``: not any more."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return failed_at + min(timedelta(minutes=2**attempts), LONGEST_PAUSE)

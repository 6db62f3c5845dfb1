"""What editors do with letters; each is one row of the trail."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from editorial.errors import Conflict, NotPossible, ReviewRefused
from feedback.enums import SETTLED, State, Verb
from feedback.letters import queries, rules
from feedback.letters.actions.telling import tell_writer
from feedback.models import LONGEST_REPLY, FeedbackSettings, Handling, Letter
from people.models import User


@transaction.atomic
def take(*, letter_id: int, by: User) -> Letter:
    """Take a letter upon oneself. Again changes nothing.

    Raises:
        ReviewRefused: ``by`` is no editor, or wrote it.
        Conflict: somebody else has taken or settled it.
        NotPossible: there is none.
    """
    letter = _locked(letter_id, by)
    if letter.state == State.TAKEN and letter.editor_id == by.pk:
        return letter
    if not rules.may_take(letter.state):
        who = letter.editor.name if letter.editor else "别的编辑"
        raise Conflict(f"{who}已经在处理这一封：{letter.get_state_display()}。")
    return _taken(letter, by, Verb.TAKE)


@transaction.atomic
def give_back(*, letter_id: int, by: User) -> Letter:
    """Put a letter back for others; one that waits already stays as it is.

    Raises: as ``take``.
    """
    letter = _locked(letter_id, by)
    if letter.state in rules.UNTAKEN:
        return letter
    if letter.state != State.TAKEN or letter.editor_id != by.pk:
        raise Conflict("这一封不在您手里。")
    letter.state, letter.editor, letter.taken_at = State.NEW, None, None
    letter.save(update_fields=["state", "editor", "taken_at"])
    _note(letter, Verb.GIVE_BACK, by)
    return letter


def answer(*, letter_id: int, by: User, reply: str) -> Letter:
    """Answer a letter: its writer reads the reply at the receipt, and is told that it is there.

    Raises:
        ReviewRefused, NotPossible: as ``take``.
        Conflict: another editor has it, or it is settled.
        ValidationError: the reply is empty or too long.
    """
    return _settle(letter_id, by, reply, State.ANSWERED, Verb.ANSWER, "请写给来信人的答复。")


def close(*, letter_id: int, by: User, reply: str) -> Letter:
    """End a letter without doing what it asks; its writer reads why. Raises: as ``answer``."""
    return _settle(letter_id, by, reply, State.CLOSED, Verb.CLOSE, "请写一句为什么这样办结。")


@transaction.atomic
def reopen(*, letter_id: int, by: User) -> Letter:
    """Take a settled letter up again; the reply stands in the trail.

    Raises: as ``answer``.
    """
    letter = _locked(letter_id, by)
    if not rules.may_reopen(letter.state):
        raise Conflict("这一封还没有办结。")
    letter.reply, letter.settled_at = "", None
    return _taken(letter, by, Verb.REOPEN)


@transaction.atomic
def see_contact(*, letter_id: int, by: User) -> str:
    """Return how the writer can be reached; that it was looked at is noted.

    Raises:
        ReviewRefused: as ``take``.
        NotPossible: there is no letter, or no contact.
    """
    letter = _locked(letter_id, by)
    if not letter.contact:
        raise NotPossible("来信人没有留联系方式，或已经清除。")
    _note(letter, Verb.SEE_CONTACT, by)
    return letter.contact


@transaction.atomic
def erase_contacts() -> int:
    """Forget how the writers of letters long settled can be reached. Returns of how many."""
    days = FeedbackSettings.current().contact_days
    long_ago = timezone.now() - timedelta(days=days)
    settled = Letter.objects.filter(state__in=SETTLED, settled_at__lt=long_ago).exclude(contact="")
    letters = list(settled.select_for_update())
    Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(contact="")
    Handling.objects.bulk_create(
        Handling(letter=letter, verb=Verb.ERASE_CONTACT) for letter in letters
    )
    return len(letters)


@transaction.atomic
def _settle(letter_id: int, by: User, reply: str, state: State, verb: Verb, missing: str) -> Letter:
    letter = _locked(letter_id, by)
    verdict = rules.may_settle(state=letter.state, is_own=letter.editor_id == by.pk)
    if not verdict:
        raise Conflict(verdict.reason)
    words = reply.strip()
    if not words:
        raise ValidationError({"reply": [missing]})
    if len(words) > LONGEST_REPLY:
        raise ValidationError({"reply": [f"最多 {LONGEST_REPLY} 个字，现在有 {len(words)} 个字。"]})
    letter.taken_at = letter.taken_at or timezone.now()
    letter.state, letter.editor, letter.reply = state, by, words
    letter.settled_at = timezone.now()
    letter.save(update_fields=["state", "editor", "taken_at", "reply", "settled_at"])
    _note(letter, verb, by, words)
    tell_writer(letter)
    return letter


def _taken(letter: Letter, by: User, verb: Verb) -> Letter:
    letter.state, letter.editor, letter.taken_at = State.TAKEN, by, timezone.now()
    letter.save(update_fields=["state", "editor", "taken_at", "reply", "settled_at"])
    _note(letter, verb, by)
    return letter


def _locked(letter_id: int, by: User) -> Letter:
    rows = Letter.objects.select_for_update(of=("self",)).select_related("editor")
    letter = rows.filter(pk=letter_id).first()
    if letter is None:
        raise NotPossible("没有这一封来信。")
    verdict = rules.may_handle(is_editor=queries.is_editor(by), is_author=letter.author_id == by.pk)
    if not verdict:
        raise ReviewRefused(verdict.reason)
    return letter


def _note(letter: Letter, verb: Verb, by: User, note: str = "") -> None:
    Handling.objects.create(letter=letter, verb=verb, by=by, note=note, at=timezone.now())

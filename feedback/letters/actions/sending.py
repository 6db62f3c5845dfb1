"""Taking a letter in."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Page

from feedback.enums import Doubt, Kind, State, Way
from feedback.errors import StaleForm, TooMuch
from feedback.models import LONGEST_CONTACT, LONGEST_QUOTE, FeedbackSettings, Letter
from feedback.proof import challenges
from feedback.proof.challenges import Challenge
from feedback.proof.rules import has_worked, number_of
from people.models import User

HOUR = timedelta(hours=1)
OLD = "这张表放得太久，已经换了新的，您写的都在，请再送出一次。"
USED = "这张表已经送出过一次，已经换了新的。要再写一封，请再送出一次。"
ASK = "请算一算再送出，写数字或汉字都可以。"


@dataclass(frozen=True)
class Place:
    """What a letter is about.

    Attributes:
        kind: a suggestion, or a correction of ``page``.
        path: where the reader stood, as ``rules.kept_path`` gives it.
        page: the page there, if the reader may read one.
    """

    kind: Kind
    path: str = ""
    page: Page | None = None

    @property
    def form(self) -> str:
        """The name of its form, to which a challenge is bound."""
        about = self.page.pk if self.kind == Kind.CORRECTION and self.page else self.path
        return f"{self.kind}:{about}"


def send(
    *,
    place: Place,
    author: User | None,
    challenge: str,
    counter: str,
    answer: str,
    bait: str,
    text: str,
    quote: str = "",
    contact: str = "",
) -> Letter:
    """Take a letter in. The same form sent twice, as by a double click, is one letter.

    Args:
        place: what it is about.
        author: who is signed in.
        challenge: as the form brought it; counter: what the browser found for it, or nothing;
            answer: what a person wrote to its question.
        bait: the field that people do not see.
        text, quote, contact: the words.

    Raises:
        ValidationError: by field, among them ``answer``. The form can be sent again.
        StaleForm: the challenge is too old, spent or not of this form; a new one is needed.
        TooMuch: the account, or everybody together, has written too much for now.
    """
    settings = FeedbackSettings.current()
    problems = _problems(place, settings, text, quote, contact)
    asked = _read(challenge, place, author, settings)
    way = _way(asked, counter, answer)
    if way is None:
        problems["answer"] = [ASK]
    if problems:
        raise ValidationError(problems)
    letter = Letter(
        kind=place.kind,
        page=place.page,
        page_title=place.page.title if place.page else "",
        path=place.path,
        quote=quote,
        text=text,
        contact=contact,
        author=author,
        challenge=asked.nonce,
        way=way or Way.QUESTION,
    )
    try:
        with transaction.atomic():
            return _spent(letter) or _stored(letter, asked, bait, settings)
    except IntegrityError:
        # Two of the same form at the same moment: the other one has won.
        earlier = _spent(letter)
        if earlier is None:
            raise
        return earlier


def _problems(
    place: Place, settings: FeedbackSettings, text: str, quote: str, contact: str
) -> dict[str, list[str]]:
    problems = {}
    if not text.strip():
        is_correction = place.kind == Kind.CORRECTION
        problems["text"] = ["请写明应该是什么。" if is_correction else "请写几句话。"]
    for name, words, most in (
        ("text", text, settings.longest_text),
        ("quote", quote, LONGEST_QUOTE),
        ("contact", contact, LONGEST_CONTACT),
    ):
        if len(words) > most:
            problems[name] = [f"最多 {most} 个字，现在有 {len(words)} 个字。"]
    return problems


def _read(
    challenge: str, place: Place, author: User | None, settings: FeedbackSettings
) -> Challenge:
    user_id = author.pk if author else 0
    try:
        return challenges.read(
            challenge, form=place.form, user_id=user_id, hours=settings.form_hours
        )
    except (challenges.Forged, challenges.Expired) as error:
        raise StaleForm(OLD) from error


def _way(asked: Challenge, counter: str, answer: str) -> Way | None:
    if counter and has_worked(asked.nonce, counter, asked.bits):
        return Way.WORK
    return Way.QUESTION if number_of(answer) == asked.answer else None


def _spent(letter: Letter) -> Letter | None:
    """Return the letter that its challenge was spent on; the same words again are no mistake.

    Raises:
        StaleForm: other words came with it.
    """
    earlier = Letter.objects.filter(challenge=letter.challenge).first()
    if earlier is not None and (earlier.text, earlier.quote) != (letter.text, letter.quote):
        raise StaleForm(USED)
    return earlier


def _stored(letter: Letter, asked: Challenge, bait: str, settings: FeedbackSettings) -> Letter:
    since = timezone.now() - HOUR
    recent = Letter.objects.filter(made_at__gt=since)
    if letter.author:
        # One account at a time, or the measure could be passed by sending at the same moment.
        User.objects.select_for_update().get(pk=letter.author.pk)
        if recent.filter(author=letter.author).count() >= settings.most_of_account:
            raise TooMuch("您这一小时写得不少了，请过一会儿再写。您写的还在下面。")
    letter.held_for = _doubt(letter, asked, bait, settings, since)
    letter.state = State.HELD if letter.held_for else State.NEW
    if letter.held_for and recent.exclude(held_for="").count() >= settings.most_held:
        raise TooMuch("现在来信太多，请过一会儿再送出。您写的还在下面。")
    letter.made_at = timezone.now()
    letter.save()
    return letter


def _doubt(
    letter: Letter, asked: Challenge, bait: str, settings: FeedbackSettings, since: datetime
) -> str:
    """Return why a letter waits apart. Nothing is thrown away: a person may have written it."""
    if bait:
        return Doubt.BAIT
    if time.time() - asked.issued_at < settings.least_seconds:
        return Doubt.FAST
    if letter.author:
        return ""  # accounts have a measure of their own
    most = settings.most_worked if letter.way == Way.WORK else settings.most_asked
    same = Letter.objects.filter(way=letter.way, made_at__gt=since, author=None)
    return Doubt.CEILING if same.count() >= most else ""

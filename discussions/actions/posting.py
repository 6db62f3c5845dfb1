"""Saying something: a topic, a reply, another version, taking it back."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from discussions import queries, rules
from discussions.actions.locking import (
    locked_contribution,
    locked_topic,
    locked_writer,
    open_place,
)
from discussions.actions.settling import last_good, settle, show_version
from discussions.checking import check, refuse_blocked, warnings_in
from discussions.enums import Readers, State
from discussions.errors import TooMuch
from discussions.mentions import Named, find
from discussions.models import (
    LONGEST_QUOTE,
    Contribution,
    DiscussionSettings,
    Draft,
    Mention,
    PlaceRule,
    Topic,
    Version,
    squeezed,
)
from discussions.places import Place, load_place
from editorial.checks import Finding, findings_as_json
from editorial.errors import Conflict, NotPossible, ReviewRefused
from people.models import User


@dataclass(frozen=True)
class Words:
    """What somebody typed, checked.

    Attributes:
        title: of a topic; empty in a reply.
        warnings: what an editor should look at.
        named: the people whom it names.
    """

    title: str
    text: str
    warnings: list[Finding]
    named: list[Named]


@transaction.atomic
def open_topic(
    *, author: User, kind: str, place_id: int, title: str, text: str, token: uuid.UUID
) -> Contribution:
    """Begin a topic. The same form sent twice begins one.

    Args:
        author: a teacher who may read the place.
        kind, place_id: where.
        title, text: plain words.
        token: the number of the form.

    Raises:
        ReviewRefused: ``author`` takes no part, or the place is closed.
        NotPossible: no such place for this person; ``TooMuch``: too many lately.
        ValidationError: by field.
    """
    author = locked_writer(author)
    place, rule = open_place(author, kind, place_id)
    if existing := _sent_before(author, token):
        return existing
    _require(queries.write_answer(author, rule))
    words = _checked(author, place, title=title, text=text)
    _require_measure(author)
    topic = Topic.objects.create(
        kind=kind,
        place_type=place.kind.content_type,
        place_id=place_id,
        author=author,
        unit=author.unit,
        title=words.title,
        created_at=timezone.now(),
    )
    return _say(author, topic, place, rule, words, token, is_opening=True)


@transaction.atomic
def reply(
    *,
    author: User,
    topic_id: int,
    text: str,
    token: uuid.UUID,
    quoted_id: int | None = None,
    quote: str = "",
) -> Contribution:
    """Answer in a topic. The same form sent twice answers once.

    Args:
        quoted_id: whose words are quoted; ``quote``: those words, as they stand there.

    Raises:
        ReviewRefused, NotPossible, ValidationError: as of ``open_topic``; or the topic is locked,
            or the quoted words do not stand there.
    """
    author = locked_writer(author)
    topic = locked_topic(topic_id)
    place, rule = open_place(author, topic.kind, topic.place_id)
    if existing := _sent_before(author, token):
        return existing
    if not topic.is_visible:
        raise NotPossible("没有这个讨论。")
    _require(queries.write_answer(author, rule, topic))
    quoted = _quoted(topic, quoted_id, quote)
    words = _checked(author, place, text=text, quote=quote if quoted else "")
    _require_measure(author)
    kept = quote.strip() if quoted else ""
    return _say(author, topic, place, rule, words, token, quoted=quoted, quote=kept)


@transaction.atomic
def edit(
    *, author: User, contribution_id: int, base_number: int, text: str, title: str = ""
) -> Version:
    """Hand in another version; also of what was refused. Readers keep what they have until then.

    Args:
        base_number: the version that the author began from.
        title: of the topic, where its first contribution is changed.

    Raises:
        ReviewRefused: somebody else wrote it, or the place is closed.
        Conflict: the author has changed it elsewhere meanwhile.
        NotPossible: it was hidden or taken back; ``TooMuch``.
        ValidationError: by field.
    """
    author = locked_writer(author)
    contribution = locked_contribution(contribution_id)
    topic = contribution.topic
    place, rule = open_place(author, topic.kind, topic.place_id)
    is_author = contribution.author_id == author.pk
    answer = rules.may_edit(
        is_author=is_author,
        is_hidden=contribution.hidden_at is not None,
        is_withdrawn=contribution.withdrawn_at is not None,
    )
    if not is_author:
        raise ReviewRefused(answer.reason)
    if not answer:
        raise NotPossible(answer.reason)
    _require(queries.write_answer(author, rule, topic))
    latest = contribution.versions.order_by("-number")[0]
    title = title if contribution.is_opening else ""
    if (latest.title, latest.text) == (title.strip(), text.strip()):
        return latest
    if latest.number != base_number:
        raise Conflict("这条发言在别处改过了。您的文字还在，请核对后再交一次。")
    typed = {"title": title} if contribution.is_opening else {}
    words = _checked(author, place, text=text, **typed)
    _require_measure(author)
    return _hand_in(contribution, rule, words, author)


@transaction.atomic
def withdraw(*, author: User, contribution_id: int) -> Contribution:
    """Take own words back: nobody but editors sees them from now on. Again changes nothing.

    Raises:
        ReviewRefused: somebody else wrote it.
    """
    contribution = locked_contribution(contribution_id)
    if contribution.author_id != author.pk:
        raise ReviewRefused("只有作者本人可以收回。")
    if contribution.withdrawn_at is None:
        contribution.withdrawn_at = timezone.now()
        contribution.versions.filter(state=State.WAITING).exclude(
            pk__in=[contribution.shown_id] if contribution.shown_id else []
        ).update(state=State.REPLACED)
        settle(contribution)
    return contribution


def _say(
    author: User,
    topic: Topic,
    place: Place,
    rule: PlaceRule,
    words: Words,
    token: uuid.UUID,
    **fields: object,
) -> Contribution:
    is_open_to_all = rule.readers == Readers.EVERYBODY
    contribution = Contribution(
        topic=topic,
        author=author,
        unit=author.unit,
        token=token,
        made_at=timezone.now(),
        is_for_everybody=is_open_to_all and load_place(None, *place.key) is not None,
        **fields,
    )
    contribution.save()
    _hand_in(contribution, rule, words, author)
    Draft.objects.filter(author=author, token=token).delete()
    return contribution


def _hand_in(contribution: Contribution, rule: PlaceRule, words: Words, author: User) -> Version:
    trust = queries.trust_of(author, timezone.now())
    facts: dict[str, Any] = {
        "readers": rule.readers,
        "approval": rule.approval,
        "trust": trust,
        "has_warnings": bool(words.warnings),
    }
    state = rules.state_of_new(trusted_after=rule.trusted_after, **facts)
    waiting = contribution.versions.filter(state=State.WAITING)
    is_unread = bool(waiting.update(state=State.REPLACED))
    last = contribution.versions.order_by("-number").values_list("number", flat=True).first()
    version = Version.objects.create(
        contribution=contribution,
        number=(last or 0) + 1,
        title=words.title,
        text=words.text,
        state=state,
        findings=findings_as_json(words.warnings),
        made_at=timezone.now(),
    )
    Mention.objects.bulk_create(
        Mention(version=version, person=each.person, words=each.words) for each in words.named
    )
    if rules.shows_at_once(state=state, **facts):
        show_version(contribution, version)
    elif contribution.shown and contribution.shown.number == last and is_unread:
        # What showed before anybody had read it does not stay when its author thinks better of it.
        show_version(contribution, last_good(contribution))
    settle(contribution)
    return version


def _sent_before(author: User, token: uuid.UUID) -> Contribution | None:
    existing = Contribution.objects.select_related("topic").filter(token=token).first()
    if existing and existing.author_id != author.pk:
        raise ReviewRefused("这份表单属于别人。")
    return existing


def _require(answer: rules.Answer) -> None:
    if not answer:
        raise ReviewRefused(answer.reason)


def _require_measure(author: User) -> None:
    figures = DiscussionSettings.load()
    written = queries.written_lately(author, timezone.now())
    answer = rules.may_post_now(**written, an_hour=figures.most_an_hour, a_day=figures.most_a_day)
    if not answer:
        raise TooMuch(answer.reason)


def _checked(author: User, place: Place, **typed: str) -> Words:
    """Check the fields of a form.

    Raises:
        ValidationError: by field.
    """
    typed = {name: text.strip() for name, text in typed.items()}
    figures = DiscussionSettings.load()
    problems: dict[str, list[str]] = {}
    if not typed.get("title", "有"):
        problems["title"] = ["请写一个题目，别的老师一看就知道谈什么。"]
    if not typed["text"]:
        problems["text"] = ["请写几句话。"]
    elif len(typed["text"]) > figures.longest_text:
        problems["text"] = [f"最多 {figures.longest_text} 个字，现在有 {len(typed['text'])} 个字。"]
    if problems:
        raise ValidationError(problems)
    findings = check(**typed)
    refuse_blocked(findings)
    named, unclear = find(typed["text"], lambda person: load_place(person, *place.key) is not None)
    if unclear:
        raise ValidationError({"text": [each.message for each in unclear]})
    named = [each for each in named if each.person.pk != author.pk]
    if len(named) > figures.most_mentions:
        raise ValidationError({"text": [f"一条最多提到 {figures.most_mentions} 个人。"]})
    return Words(typed.get("title", ""), typed["text"], warnings_in(findings), named)


def _quoted(topic: Topic, quoted_id: int | None, quote: str) -> Contribution | None:
    """Return the contribution that is quoted; none, where no words are left of it.

    Raises:
        ValidationError: the words do not stand there, or nobody may see them.
    """
    if quoted_id is None or not quote.strip():
        return None
    found = topic.contributions.visible().filter(pk=quoted_id)
    quoted = found.select_related("shown", "author").first()
    if quoted is None:
        raise ValidationError({"quote": ["引用的发言已经看不到了，请去掉引文。"]})
    if len(quote.strip()) > LONGEST_QUOTE:
        raise ValidationError({"quote": [f"引文最多 {LONGEST_QUOTE} 个字，只留要回应的几句。"]})
    if quoted.shown is None or squeezed(quote) not in squeezed(quoted.shown.text):
        raise ValidationError({"quote": ["原文里没有这句话。引文只能删减，不能改动。"]})
    return quoted

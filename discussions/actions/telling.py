"""Word about what was said and decided; never one mail a reply, never about what is not shown."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from discussions.models import Contribution, Mention, Mute, Topic
from discussions.places import load_place
from editorial.notices import rules as notices
from editorial.notices.actions import take_back_at, tell_once
from editorial.notices.rules import Notice
from people.models import User


def latest_url(topic: Topic) -> str:
    """Return the address of a topic's newest page, which is also how its word is known again."""
    return reverse("discussions:latest", args=[topic.pk])


def tell_readers(contribution: Contribution) -> None:
    """Write word to those whom a contribution that has just appeared concerns.

    Who began the topic and who is quoted hear of a reply, once until they look; who is named
    hears of that, once a contribution. All of it goes with the daily mail.
    """
    topic, author_id = contribution.topic, contribution.author_id
    shown = contribution.shown
    named = {each.person_id for each in shown.mentions.all()} if shown else set()
    answered = {topic.author_id, contribution.quoted.author_id if contribution.quoted else None}
    if contribution.is_opening:
        answered = set()
    people = _who_listen(named | answered, contribution)
    for person in people:
        if person.pk in named:
            _tell(notices.MENTION, person.pk, topic, contribution.get_absolute_url(), again=True)
        elif person.pk != author_id:
            _tell(notices.REPLY, person.pk, topic, latest_url(topic))


def _who_listen(ids: Iterable[int | None], contribution: Contribution) -> list[User]:
    """Return those who may read the place and have muted neither topic nor writer."""
    topic, author_id = contribution.topic, contribution.author_id
    muting = Mute.objects.filter(Q(topic=topic) | Q(person=author_id, person__isnull=False))
    people = User.objects.filter(pk__in=[pk for pk in ids if pk], is_active=True)
    people = people.exclude(pk__in=muting.values("user"))
    return [
        person
        for person in people.select_related("teacher_profile__unit")
        if person.pk != author_id and load_place(person, topic.kind, topic.place_id)
    ]


def untell(contribution: Contribution) -> None:
    """Take back word of what is not to be seen any more."""
    topic = contribution.topic
    mentions = Mention.objects.filter(version__contribution__topic=topic)
    posts = [contribution.pk]
    urls = []
    if topic.is_visible:
        mentions = mentions.filter(version__contribution=contribution)
    else:
        urls = [latest_url(topic)]
        posts = list(mentions.values_list("version__contribution", flat=True).distinct())
    people = set(mentions.values_list("person_id", flat=True))
    if urls:
        people |= set(topic.contributions.values_list("author_id", flat=True)) - {None}
    take_back_at(
        recipient_ids=people,
        urls=[*urls, *(reverse("discussions:post", args=[pk]) for pk in posts)],
        kinds=[notices.REPLY.kind, notices.MENTION.kind],
    )


def tell_author(notice: Notice, contribution: Contribution, words: str = "") -> None:
    """Write word to an author about the own contribution."""
    if contribution.author_id:
        url = reverse("discussions:own")
        _tell(notice, contribution.author_id, contribution.topic, url, words=words, again=None)


def tell_reporters(contribution: Contribution, ids: Iterable[int]) -> None:
    """Write word to those who reported a contribution that it was looked at."""
    for pk in set(ids):
        _tell(
            notices.REPORT_SETTLED, pk, contribution.topic, reverse("discussions:own"), again=None
        )


def _tell(
    notice: Notice,
    recipient_id: int,
    topic: Topic,
    url: str,
    *,
    words: str = "",
    again: bool | None = False,
) -> None:
    """Write word.

    Args:
        again: ``None``: each time; otherwise not while the same is unread, and with ``True`` not
            after it was read either.
    """
    tell_once(
        notice=notice,
        recipient_id=recipient_id,
        due_at=timezone.now(),
        title=topic.title,
        url=url,
        words=words,
        only_once=again,
    )

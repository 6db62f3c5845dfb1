"""Discussions at a book, at pages, and everybody who could ask."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from discussions import actions
from discussions.enums import State
from discussions.models import Contribution, PlaceRule, Reason, Topic, Version
from editorial.enums import Audience
from editorial.models import Readership
from forums.models import ForumEventPage, ForumIndexPage
from people.models import User
from people.roles import Role
from reading.models import Work
from tests.editorial.factories import draft_below, make_work, put_live
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory, UserFactory
from workshops.models import WorkshopIndexPage, WorkshopPage

TEXT = "我在班里试了一年，每周五读二十分钟，孩子们慢慢坐得住了。"
WHY = {"reasons": ["off-topic"], "comment": "请写到另一本书下面。"}


@dataclass(frozen=True)
class Crowd:
    """Everybody who asks, by the words of the tests' tables."""

    people: dict[str, User | AnonymousUser]

    def __getitem__(self, name: str) -> User:
        return self.people[name]


def make_crowd() -> Crowd:
    """Return one person of each kind; the author and the colleague teach in one school."""
    unit = UnitFactory(name="虚构第一小学")
    return Crowd(
        {
            "anonymous": AnonymousUser(),
            "author": TeacherFactory(unit=unit, name="虚构甲"),
            "colleague": TeacherFactory(unit=unit, name="虚构乙"),
            "teacher elsewhere": TeacherFactory(name="虚构丙"),
            "school admin": SchoolAdminFactory(unit=unit),
            "host": UserFactory(role=Role.WORKSHOP_HOST),
            "editor": UserFactory(role=Role.EDITOR, name="虚构编辑"),
            "second editor": UserFactory(role=Role.EDITOR),
            "chief": UserFactory(role=Role.CHIEF_EDITOR),
            "site admin": UserFactory(role=Role.SITE_ADMIN),
            "superuser": UserFactory(is_superuser=True),
        }
    )


def book(title: str = "给教师的建议") -> Work:
    """Return a book of the catalogue."""
    return make_work(title)


def set_rule(kind: str = "book", place_id: int | None = None, **values: object) -> PlaceRule:
    """Let a kind of place, or one, go by these values."""
    rule, _ = PlaceRule.objects.update_or_create(kind=kind, place_id=place_id, defaults=values)
    return rule


def start(author: User, place: tuple[str, int], title: str = "怎样读到孩子心里", **values: object):
    """Return the first words of a new topic."""
    defaults: dict[str, object] = {"title": title, "text": TEXT, "token": uuid.uuid4()}
    return actions.open_topic(author=author, kind=place[0], place_id=place[1], **defaults | values)


def say(author: User, topic: Topic, text: str = "我也这样做。", **values: object) -> Contribution:
    """Return a reply."""
    return actions.reply(
        author=author, topic_id=topic.pk, text=text, **{"token": uuid.uuid4()} | values
    )


def waiting_version(contribution: Contribution) -> Version:
    """Return the version that waits."""
    return contribution.versions.get(state=State.WAITING)


def passed(contribution: Contribution, editor: User) -> Contribution:
    """Return a contribution after an editor has approved what waits of it."""
    actions.approve(version_id=waiting_version(contribution).pk, by=editor)
    return Contribution.objects.select_related("topic").get(pk=contribution.pk)


def shown_topic(author: User, editor: User, work: Work | None = None, **values: object) -> Topic:
    """Return a topic at a book that its readers see."""
    place = ("book", (work or book()).pk)
    return passed(start(author, place, **values), editor).topic


def shown_reply(author: User, topic: Topic, editor: User, text: str = "我也这样做。", **values):
    """Return a reply that readers see."""
    return passed(say(author, topic, text, **values), editor)


def again(thing):
    """Return the row as it is now."""
    return type(thing).objects.get(pk=thing.pk)


def many_replies(topic: Topic, authors: Iterable[User], count: int) -> None:
    """Let a topic have ``count`` more visible replies, written at once."""
    authors = list(authors)
    posts = Contribution.objects.bulk_create(
        Contribution(topic=topic, author=authors[n % len(authors)], unit=authors[0].unit)
        for n in range(count)
    )
    versions = Version.objects.bulk_create(
        Version(contribution=post, number=1, text=f"第{n}条回复。", state=State.APPROVED)
        for n, post in enumerate(posts, 1)
    )
    now = timezone.now()
    for post, version in zip(posts, versions, strict=True):
        post.shown, post.shown_at, post.is_visible = version, now, True
    Contribution.objects.bulk_update(posts, ["shown", "shown_at", "is_visible"], batch_size=500)
    replies = topic.contributions.filter(is_visible=True, is_opening=False).count()
    Topic.objects.filter(pk=topic.pk).update(reply_count=replies, last_at=now)


def make_event(author: User, title: str = "虚构的读书沙龙", audience: str = Audience.PUBLIC):
    """Return a live event; for its author's unit, where the audience says so."""
    day = timezone.now() + timedelta(days=30)
    event = ForumEventPage(
        title=title,
        event_kind="salon",
        starts_at=day,
        ends_at=day,
        body=[("paragraph", "<p>来</p>")],
        unit=author.unit,
    )
    page = put_live(draft_below(ForumIndexPage.objects.get(), author, event))
    if audience != Audience.PUBLIC:
        unit_id = author.unit.pk if audience == Audience.SCHOOL else None
        Readership.objects.create(page=page, audience=audience, unit_id=unit_id)
        ForumEventPage.objects.filter(pk=page.pk).update(audience=audience)
    return again(page)


def make_workshop(host: User) -> WorkshopPage:
    """Return a public workshop."""
    page = WorkshopPage(
        title="虚构工作坊", slug="xu-gou", tier="city", host=host, host_name=host.name
    )
    WorkshopIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page


def a_reason() -> Reason:
    """Return one of the reasons that are there from the beginning."""
    return Reason.objects.get(code="off-topic")

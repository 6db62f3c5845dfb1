"""A good topic becomes the draft of an article; those whose words it takes are asked."""

import uuid
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from discussions import queries
from discussions.actions.locking import GONE, locked_topic
from discussions.enums import CreditState, Verdict
from discussions.models import Article, Contribution, Credit, ModerationEntry, Topic
from discussions.places import Place
from editorial.actions import create_draft
from editorial.errors import NotPossible, ReviewRefused
from editorial.models import Submission
from editorial.notices import rules as notices
from editorial.notices.actions import tell_once
from editorial.queries import submission_types
from people.actions import record_consent
from people.choices import ConsentScope
from people.models import User

MOST_CHOSEN = 60
NOT_YOURS = "您不能把这里的讨论整理成稿，请联系编辑。"


@transaction.atomic
def make_article(
    *, topic_id: int, by: User, kind: str, chosen: Collection[int], token: uuid.UUID
) -> Article:
    """Begin an article from a topic: the chosen words as quotations under name and school.

    The draft is the editor's own and goes the road of its kind; nothing of it is published before
    each person whose words stand in it has agreed (``discussions.credits``). The same form sent
    twice makes one.

    Args:
        by: an editor, or who may begin this kind at this place (``PlaceKind.shelves``).
        kind: a kind of submission, of ``shelves_for``.
        chosen: the contributions that are taken, in the order of the topic.

    Raises:
        ReviewRefused: ``by`` may begin nothing here.
        NotPossible: the topic cannot be read by ``by``, or has become an article with this form.
        ValidationError: by field.
    """
    topic = locked_topic(topic_id)
    place = queries.place_for(by, topic.kind, topic.place_id)
    if place is None or not topic.is_visible:
        raise NotPossible(GONE)
    shelves = shelves_for(by, place)
    if not shelves:
        raise ReviewRefused(NOT_YOURS)
    shelf = shelves.get(kind)
    if shelf is None:
        raise ValidationError({"kind": ["请从列出的类别里选一类。"]})
    model = submission_types()[kind]
    posts = _chosen(topic, chosen)
    page = create_draft(
        author=by,
        token=token,
        parent=shelf,
        page=model(title=topic.title, body=_body(posts), source="本站讨论"),
    )
    existing = Article.objects.filter(page=page.pk).first()
    if existing:
        return existing
    article = Article.objects.create(topic=topic, page=page, made_by=by, made_at=timezone.now())
    _ask(article, posts, by)
    ModerationEntry.objects.create(
        topic=topic, verdict=Verdict.ARTICLE, decided_by=by, comment=f"整理成稿：{page.title}"[:300]
    )
    return article


@transaction.atomic
def answer_credit(*, credit_id: int, person: User, agrees: bool) -> Credit:
    """Say whether own words may stand in the article.

    A yes is recorded as a consent of the person for the page; taking it back is what
    ``/my/consents/`` is for. A no may become a yes later.

    Raises:
        NotPossible: nobody asked this person, or the answer was yes before.
    """
    credits_ = Credit.objects.select_for_update(of=("self",))
    credit = credits_.select_related("article__page").filter(pk=credit_id, person=person).first()
    if credit is None:
        raise NotPossible("没有这次征求。")
    if credit.state == CreditState.AGREED:
        if agrees:
            return credit
        raise NotPossible("您已经同意。要撤回，请到“本人同意”。")
    credit.state = CreditState.AGREED if agrees else CreditState.DECLINED
    credit.answered_at = timezone.now()
    credit.save(update_fields=["state", "answered_at"])
    page = credit.article.page
    if agrees:
        record_consent(
            page=page,
            person_name=credit.name,
            person=person,
            scope=ConsentScope.NAME,
            given_on=timezone.localdate(),
            unit=person.unit,
            by=page.owner,
        )
    if page.owner_id:
        tell_once(
            notice=notices.CREDIT_ANSWERED,
            recipient_id=page.owner_id,
            due_at=timezone.now(),
            title=page.title,
            url=reverse("editorial:submission", args=[page.pk]),
            words=f"{credit.name}{credit.get_state_display()}。",
            only_once=None,
        )
    return credit


def _chosen(topic: Topic, chosen: Collection[int]) -> list[Contribution]:
    posts = list(topic.contributions.visible().with_words().filter(pk__in=chosen).order_by("pk"))
    posts = [post for post in posts if post.author is not None]
    if not posts:
        raise ValidationError({"chosen": ["请至少选一条发言。"]})
    if len(posts) > MOST_CHOSEN:
        raise ValidationError({"chosen": [f"最多选 {MOST_CHOSEN} 条。"]})
    return posts


def credited_as(post: Contribution) -> str:
    """Return name and school as a quotation names them."""
    name = post.author.name if post.author else "已注销账号"
    return f"{name}（{post.unit.name}）" if post.unit else name


def _body(posts: list[Contribution]) -> list[tuple[str, object]]:
    return [
        ("quote", {"text": post.shown.text, "source": credited_as(post)})
        for post in posts
        if post.shown
    ]


def _ask(article: Article, posts: list[Contribution], by: User) -> None:
    """Ask each person once; whoever quotes the own words has agreed by it."""
    people: dict[User, list[Contribution]] = {}
    for post in posts:
        if post.author is not None:
            people.setdefault(post.author, []).append(post)
    for person, own in people.items():
        credit = Credit.objects.create(article=article, person=person, name=person.name)
        credit.contributions.set(own)
        if person == by:
            answer_credit(credit_id=credit.pk, person=by, agrees=True)
            continue
        tell_once(
            notice=notices.CREDIT_ASKED,
            recipient_id=person.pk,
            due_at=timezone.now(),
            title=article.topic.title if article.topic else article.page.title,
            url=reverse("discussions:credit", args=[credit.pk]),
            only_once=None,
        )


def shelves_for(user: User, place: Place) -> dict[str, Page]:
    """Return where somebody may begin an article from a topic of a place, by kind of submission.

    Editors: what has a shelf of its own, at any place; others: what the place offers them.

    Queries: those of ``PlaceKind.shelves``; 1 a kind for editors.
    """
    found = dict(place.kind.shelves(user, place.pk))
    if queries.is_editor(user):
        for word, model in submission_types().items():
            if word not in found and (shelf := model.shelf()):
                found[word] = shelf
    return found


def kinds_for_articles(user: User, place: Place) -> list[tuple[str, str]]:
    """Return the kinds of ``shelves_for`` with their names. Queries: the same."""
    offered = shelves_for(user, place)
    types: dict[str, type[Submission]] = submission_types()
    return [
        (word, str(model._meta.verbose_name)) for word, model in types.items() if word in offered
    ]

"""Whatever is done in whatever order: readers get what may stand, visitors what was approved."""

import contextlib
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discussions import actions
from discussions.enums import Approval, Readers, State
from discussions.models import Contribution, ModerationEntry, PlaceRule, Topic, Version
from editorial.errors import Conflict, NotPossible
from tests.discussions.factories import WHY, Crowd, book, make_crowd, set_rule

REFUSALS = (PermissionDenied, Conflict, NotPossible, ValidationError)
PEOPLE = ("author", "colleague", "editor", "chief", "site admin")
pytestmark = pytest.mark.django_db


class Attempt:
    """One thing that one person tries; ``detail`` is a drawn number for what else is to choose."""

    def __init__(self, crowd: Crowd, name: str, detail: int) -> None:
        self.person, self.detail = crowd[name], detail

    def _one(self, rows):
        rows = list(rows.order_by("pk"))
        return rows[self.detail % len(rows)].pk if rows else 0

    def open_topic(self) -> None:
        actions.open_topic(
            author=self.person,
            kind="book",
            place_id=book().pk,
            title=f"题目{self.detail}",
            text="第一段话。",
            token=uuid.uuid4(),
        )

    def reply(self) -> None:
        topic = self._one(Topic.objects.all())
        actions.reply(author=self.person, topic_id=topic, text="回一句。", token=uuid.uuid4())

    def edit(self) -> None:
        pk = self._one(Contribution.objects.all())
        last = Version.objects.filter(contribution=pk).order_by("-number").first()
        actions.edit(
            author=self.person,
            contribution_id=pk,
            base_number=last.number if last else 0,
            text=f"改成{self.detail}。",
            title="新题目",
        )

    def withdraw(self) -> None:
        actions.withdraw(author=self.person, contribution_id=self._one(Contribution.objects.all()))

    def approve(self) -> None:
        actions.approve(version_id=self._one(Version.objects.all()), by=self.person)

    def refuse(self) -> None:
        actions.refuse(version_id=self._one(Version.objects.all()), by=self.person, **WHY)

    def hide(self) -> None:
        pk = self._one(Contribution.objects.all())
        actions.hide(contribution_id=pk, by=self.person, **WHY)

    def show(self) -> None:
        pk = self._one(Contribution.objects.all())
        actions.show(contribution_id=pk, by=self.person)

    def lock(self) -> None:
        actions.lock(topic_id=self._one(Topic.objects.all()), by=self.person)

    def unlock(self) -> None:
        actions.unlock(topic_id=self._one(Topic.objects.all()), by=self.person)

    def change_rule(self) -> None:
        values = {
            "readers": Readers.values[self.detail % 2],
            "approval": Approval.values[self.detail // 2 % 2],
            "trusted_after": (None, 1)[self.detail // 4 % 2],
        }
        with contextlib.suppress(IntegrityError), transaction.atomic():
            set_rule(**values)


VERBS = sorted(name for name in vars(Attempt) if not name.startswith("_"))
STEPS = st.tuples(st.sampled_from(VERBS), st.sampled_from(PEOPLE), st.integers(0, 50))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, min_size=8, max_size=40))
def test_any_sequence(db, steps):
    with contextlib.suppress(_Undo), transaction.atomic():
        crowd = make_crowd()
        Attempt(crowd, "author", 0).open_topic()
        for verb, name, detail in steps:
            with contextlib.suppress(*REFUSALS), transaction.atomic():
                getattr(Attempt(crowd, name, detail), verb)()
            check()
        raise _Undo


class _Undo(Exception):
    """Leave nothing of an example."""


def check() -> None:
    """Hold what readers see against what was said and decided."""
    approved = {
        (entry.contribution_id, entry.version)
        for entry in ModerationEntry.objects.filter(verdict="approve")
    }
    for post in Contribution.objects.select_related("shown", "topic"):
        assert post.versions.filter(state=State.WAITING).count() <= 1
        if post.is_visible:
            assert post.hidden_at is None
            assert post.withdrawn_at is None
            assert post.shown.state not in (State.REFUSED, State.REPLACED)
        if post.is_public:
            assert post.is_for_everybody
            assert (post.pk, post.shown.number) in approved
    for topic in Topic.objects.all():
        replies = topic.contributions.filter(is_opening=False, is_visible=True)
        assert topic.reply_count == replies.count()
        opening = topic.contributions.get(is_opening=True)
        assert not topic.is_public or opening.is_public
        if topic.is_visible:
            assert opening.hidden_at is None
            assert opening.is_visible or (opening.withdrawn_at and topic.reply_count)
    for rule in PlaceRule.objects.filter(readers=Readers.EVERYBODY):
        assert (rule.approval, rule.trusted_after) == (Approval.BEFORE, None)

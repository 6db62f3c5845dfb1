"""Whatever is done in whatever order: what is public was approved by three people."""

import contextlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import TaskState

from editorial import actions
from editorial.enums import Verdict
from editorial.errors import Conflict, NotPossible
from editorial.models import Decision
from people.roles import Role
from reading.models import ReadingLogPage
from tests.editorial.factories import log_draft
from tests.people.factories import UserFactory

REFUSALS = (PermissionDenied, Conflict, NotPossible, ValidationError)
VERBS = ("submit", "recall", "edit", "approve", "return", "withdraw", "script")
PEOPLE = ("author", "anna", "bert", "chief", "both")

pytestmark = pytest.mark.django_db


def act(verb, page, person):
    """Try one thing; what the rules forbid is refused."""
    page = ReadingLogPage.objects.get(pk=page.pk)
    state = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).first()
    decide = {
        "task_state_id": state.pk if state else 0,
        "revision_id": state.revision_id if state else 0,
        "reviewer": person,
        "comment": "意见",
    }

    def write(draft):
        draft.summary += "改"

    {
        "submit": lambda: actions.submit(page_id=page.pk, author=person),
        "recall": lambda: actions.recall(page_id=page.pk, author=person),
        "edit": lambda: actions.update_draft(
            author=person,
            page_id=page.pk,
            write=write,
            base_revision_id=page.latest_revision_id,
        ),
        "approve": lambda: actions.approve(**decide),
        "return": lambda: actions.return_to_author(**decide),
        "withdraw": lambda: actions.withdraw(page_id=page.pk, chief=person, comment="撤"),
        "script": lambda: page.get_latest_revision().publish(user=person),
    }[verb]()


def reviewers_of_what_is_public(page):
    """The people whose approvals stand behind the public version, by step."""
    handed_in = (
        Decision.objects.filter(page_id=page.pk, verdict=Verdict.APPROVE, step="final")
        .filter(revision_id=page.live_revision_id)
        .last()
    )
    assert handed_in is not None, "public without a final approval of this version"
    round_ = Decision.objects.filter(
        workflow_state_id=handed_in.workflow_state_id, verdict=Verdict.APPROVE
    )
    return {decision.step: decision.decided_by_id for decision in round_}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.sampled_from(VERBS), st.sampled_from(PEOPLE)), max_size=14))
def test_nothing_is_public_without_three_reviewers(site_home, steps):
    with transaction.atomic():
        people = {
            "author": UserFactory(role=Role.TEACHER),
            "anna": UserFactory(role=Role.EDITOR),
            "bert": UserFactory(role=Role.EDITOR),
            "chief": UserFactory(role=Role.CHIEF_EDITOR),
            "both": UserFactory(role=Role.EDITOR),
        }
        people["both"].groups.add(*people["chief"].groups.all())
        page = log_draft(people["author"])
        # The road itself, with the drawn steps in between, so that publication is reached often.
        road = [
            ("submit", "author"),
            ("approve", "anna"),
            ("approve", "bert"),
            ("approve", "chief"),
        ]
        for verb, name in [*steps[:7], *road, *steps[7:]]:
            with contextlib.suppress(*REFUSALS), transaction.atomic():
                act(verb, page, people[name])
            now = ReadingLogPage.objects.get(pk=page.pk)
            if now.live:
                reviewers = reviewers_of_what_is_public(now)
                assert set(reviewers) == {"first", "second", "final"}
                assert len(set(reviewers.values())) == 3
                assert people["author"].pk not in reviewers.values()
        transaction.set_rollback(True)

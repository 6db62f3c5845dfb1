"""Whatever is done in whatever order: what readers see was approved by those who had to."""

import contextlib
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Revision, TaskState

from editorial import actions
from editorial.enums import Audience, Step
from editorial.errors import Conflict, NotPossible
from editorial.models import Decision, ReviewDepth, Submission
from people.models import User
from reading.models import ReadingLogPage
from tests.editorial.factories import log_draft
from tests.editorial.offices import Office, make_office
from tests.editorial.readers import check_readers

REFUSALS = (PermissionDenied, Conflict, NotPossible, ValidationError, IntegrityError)
PEOPLE = (
    "author",
    "school admin",
    "admin elsewhere",
    "editor",
    "second editor",
    "chief",
    "both",
    "superuser",
)
pytestmark = pytest.mark.django_db


class Attempt:
    """One thing that one person tries; ``detail`` is a drawn number for what else is to choose."""

    def __init__(self, page: Submission, office: Office, name: str, detail: int) -> None:
        self.page = ReadingLogPage.objects.get(pk=page.pk)
        self.office, self.person, self.detail = office, office[name], detail
        state = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).first()
        self.step = {"task_state_id": state.pk if state else 0}
        self.deciding = self.step | {
            "revision_id": state.revision_id if state else 0,
            "reviewer": self.person,
            "comment": "意见",
        }

    @property
    def other(self) -> User:
        return self.office[PEOPLE[self.detail % len(PEOPLE)]]

    def submit(self) -> None:
        actions.submit(page_id=self.page.pk, author=self.person)

    def recall(self) -> None:
        actions.recall(page_id=self.page.pk, author=self.person)

    def edit(self) -> None:
        self._write("summary", self.page.summary + "改")

    def change_audience(self) -> None:
        self._write("audience", Audience.values[self.detail % 4])

    def _write(self, name: str, value: str) -> None:
        actions.update_draft(
            author=self.person,
            page_id=self.page.pk,
            write=lambda draft: setattr(draft, name, value),
            base_revision_id=self.page.latest_revision_id,
        )

    def claim(self) -> None:
        actions.claim(**self.step, reviewer=self.person)

    def release(self) -> None:
        actions.release_claim(**self.step, reviewer=self.person)

    def assign(self) -> None:
        actions.assign(**self.step, by=self.person, to=self.other)

    def name_stand_in(self) -> None:
        actions.name_stand_in(**self.step, by=self.person, person=self.other, reason="出差")

    def approve(self) -> None:
        actions.approve(**self.deciding)

    def approve_for_later(self) -> None:
        actions.approve(**self.deciding, go_live_at=timezone.now() + timedelta(hours=1))

    def return_(self) -> None:
        actions.return_to_author(**self.deciding)

    def hold(self) -> None:
        actions.hold(**self.deciding)

    def resume(self) -> None:
        actions.resume(**self.step, reviewer=self.person)

    def decline(self) -> None:
        actions.decline(**self.deciding)

    def undo(self) -> None:
        """Take back one's own last decision; in half of the cases whatever was decided last."""
        decisions = Decision.objects.filter(page_id=self.page.pk)
        if self.detail % 2:
            decisions = decisions.filter(decided_by=self.person)
        if last := decisions.last():
            actions.undo(decision_id=last.pk, reviewer=self.person)

    def correct(self) -> None:
        actions.correct(page_id=self.page.pk, chief=self.person, note="更正")

    def withdraw(self) -> None:
        actions.withdraw(page_id=self.page.pk, chief=self.person, comment="撤")

    # -- beside the actions ----------------------------------------------------------------------

    def publish_by_script(self) -> None:
        self.page.get_latest_revision().publish(user=self.person)

    def go_live_by_script(self) -> None:
        self.page.live = True
        self.page.save()

    def widen_by_script(self) -> None:
        self.page.audience = Audience.values[self.detail % 4]
        self.page.save()

    def write_by_script(self) -> None:
        """A colleague changes the text in Wagtail's editor."""
        draft = self.page.get_latest_revision_as_object()
        draft.summary += "别人改的"
        draft.save_revision(user=self.person, clean=False)

    def change_depth(self) -> None:
        """A site administrator edits the table; the database refuses what is too little."""
        audience = Audience.values[1 + self.detail % 3]
        steps = {step.value: bool(self.detail >> place & 1) for place, step in enumerate(Step)}
        ReviewDepth.objects.filter(kind="reading-log", audience=audience).update(**steps)

    def let_time_pass(self) -> None:
        """What waits for its time is due, and the hourly command runs."""
        past = timezone.now() - timedelta(minutes=1)
        for revision in Revision.objects.exclude(approved_go_live_at=None):
            revision.approved_go_live_at = past
            if revision.content.get("go_live_at"):
                revision.content |= {"go_live_at": past.isoformat()}
            revision.save(update_fields=["approved_go_live_at", "content"])
        call_command("publish_scheduled")


VERBS = tuple(name for name in vars(Attempt) if not name.startswith("_") and name != "other")


# The road itself, whatever the audience: who is not asked is refused.
ROAD = [
    ("submit", "author"),
    ("approve", "school admin"),
    ("approve", "editor"),
    ("approve", "second editor"),
    ("approve", "chief"),
]
steps = st.lists(
    st.tuples(st.sampled_from(VERBS), st.sampled_from(PEOPLE), st.integers(0, 15)), max_size=8
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sampled_from(Audience.values[1:]), steps, steps)
def test_readers_see_only_what_the_right_people_approved(site_home, audience, before, after):
    with transaction.atomic():
        office = make_office()
        office.people["both"] = office.helper
        office.helper.groups.add(*office["chief"].groups.all())
        page = log_draft(office["author"], audience=audience)
        # With the drawn steps in between, so that publication is reached often.
        road = [(*step, 0) for step in ROAD]
        for verb, name, detail in [*before, *road, *after, *road]:
            attempt = Attempt(page, office, name, detail)
            with contextlib.suppress(*REFUSALS), transaction.atomic():
                getattr(attempt, verb)()
            check_readers(page)
        transaction.set_rollback(True)

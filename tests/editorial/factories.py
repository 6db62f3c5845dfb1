"""Pieces on the editorial road."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from wagtail.models import Page, TaskState

from editorial import actions
from editorial.models import Release, Submission
from people.models import User
from people.roles import Role
from reading.models import ReadingLogPage, Work
from tests.people.factories import UserFactory

REVIEW = "<p>读完这本书，我想起自己第一年站上讲台的样子。</p>" * 12


@dataclass(frozen=True)
class Staff:
    """Three people who can do the three reviews."""

    first: User
    second: User
    chief: User


def make_staff() -> Staff:
    """Return two editors and a chief editor."""
    return Staff(
        UserFactory(role=Role.EDITOR),
        UserFactory(role=Role.EDITOR),
        UserFactory(role=Role.CHIEF_EDITOR),
    )


def make_work(title: str = "给教师的建议", **fields: object) -> Work:
    """Return a work of the catalogue, made once a title."""
    defaults = {"authors": "苏霍姆林斯基", "kind": "classic"} | fields
    return Work.objects.get_or_create(title=title, defaults=defaults)[0]


def log_draft(
    author: User, title: str = "重读《给教师的建议》", **fields: object
) -> ReadingLogPage:
    """Return a complete, saved draft of a reading log."""
    values: dict[str, object] = {
        "title": title,
        "summary": "一年级的第一堂课，和书里的一句话。",
        "slot": "classic",
        "manner": "annotated",
        "finished_on": date(2019, 9, 1),
        "body": [("paragraph", REVIEW)],
    }
    values["work"] = fields.pop("work") if "work" in fields else make_work()
    page = ReadingLogPage(**values | fields)
    return actions.create_draft(
        author=author, token=uuid.uuid4(), parent=ReadingLogPage.shelf(), page=page
    )


def waiting_state(page: ReadingLogPage) -> TaskState:
    """Return the step at which a piece waits."""
    return page.workflow_states.get(status="in_progress").current_task_state


def decide_at(page: Submission, reviewer: User) -> dict[str, object]:
    """Return what every decision about the waiting version asks for."""
    state = waiting_state(page)
    return {
        "task_state_id": state.pk,
        "reviewer": reviewer,
        "revision_id": state.revision_id,
    }


def approve_all(
    page: ReadingLogPage, staff: Staff, steps: tuple[str, ...] = ("first", "second", "chief")
) -> None:
    """Give the approvals of these members of the staff, one after the other."""
    for name in steps:
        state = waiting_state(page)
        actions.approve(
            task_state_id=state.pk,
            reviewer=getattr(staff, name),
            revision_id=state.revision_id,
            comment="同意。",  # all drafts of the tests have one text, which asks for a word
        )


def publish(page: ReadingLogPage, staff: Staff | None = None) -> ReadingLogPage:
    """Take a draft along the whole road and return it as it is then."""
    actions.submit(page_id=page.pk, author=page.owner)
    approve_all(page, staff or make_staff())
    return type(page).objects.get(pk=page.pk)


def put_live(page: Submission) -> Submission:
    """Make a draft public by writing what its three reviews would leave; for lists of many."""
    Release.objects.create(
        page_id=page.pk, revision_id=page.latest_revision_id, released_by=page.owner
    )
    now = timezone.now()
    Page.objects.filter(pk=page.pk).update(
        live=True,
        live_revision_id=page.latest_revision_id,
        has_unpublished_changes=False,
        first_published_at=now,
        last_published_at=now,
    )
    return type(page).objects.get(pk=page.pk)


def draft_below(parent: Page, author: User, page: Submission) -> Submission:
    """Return ``page`` saved as a draft below ``parent``."""
    return actions.create_draft(author=author, token=uuid.uuid4(), parent=parent, page=page)

"""Sends the demo's pieces along the editorial road, each as far as its text file says."""

import uuid
from datetime import datetime
from itertools import cycle

from django.utils import timezone
from wagtail.models import Page

from editorial import actions
from editorial.models import Submission
from home.demo import source
from home.demo.clock import at, moment
from people.models import User

APPROVALS = ("first", "second", "final")
# How far a piece of each state goes. ``published`` is the day 0 that ``days_ago`` names; where a
# piece is not published, its last step is.
ROADS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "private": (),
    "first": ("submit",),
    "second": ("submit", "first"),
    "final": ("submit", "first", "second"),
    "returned": ("submit", "return"),
    "recalled": ("submit", "recall"),
    "published": ("submit", *APPROVALS),
    "edited": ("submit", *APPROVALS, "edit"),
    "withdrawn": ("submit", *APPROVALS, "withdraw"),
    # For readers who are not everybody: a school's check, one editor's review.
    "school": ("submit",),
    "shared": ("submit", "school"),
    "district": ("submit",),
    "circulated": ("submit", "first"),
    "held": ("submit", "hold"),
    "declined": ("submit", "decline"),
    "scheduled": ("submit", "first", "second", "schedule"),
}
PUBLISHED_IN_DAYS = 38  # after the building of the demo


class Road:
    """The editors at work, in the past."""

    def __init__(self, accounts: dict[str, User]) -> None:
        self.accounts = accounts
        self.today = timezone.now()
        self._editors = cycle([("editor1", "editor2"), ("editor2", "editor1")])
        words = source.texts("opinions")
        self._opinions = {step: cycle(words[step]) for step in ("school", *APPROVALS)}
        self._pieces = 0

    def send(self, page: Submission, parent: Page, row: dict) -> Submission:
        """Write a piece and bring it into the state that its row names.

        Args:
            page: the piece with its fields set, not yet saved.
            parent: where it lies.
            row: its entry in the text file: ``author``, ``state``, ``days_ago`` and, for a
                returned one, ``return_reason`` and ``return_todo``.
        """
        self._pieces += 1
        author = self.accounts[row["author"]]
        road = ROADS[row["state"]]
        # Days before "day 0" that drafting and each step took; what follows it is later.
        lead = len([step for step in road if step not in ("edit", "withdraw")])
        days = -row["days_ago"] - lead
        with at(self._time(days, 0)):
            page = actions.create_draft(author=author, token=uuid.uuid4(), parent=parent, page=page)
        first, second = next(self._editors)
        reviewers = dict(zip(APPROVALS, (first, second, "chief"), strict=True))
        reviewers["school"] = "schooladmin"
        for number, step in enumerate(road, start=1):
            day = days + number if number <= lead else -max(row["days_ago"] // 3, 1)
            with at(self._time(day, number)):
                self._take(step, page.pk, author, reviewers, row)
        return type(page).objects.get(pk=page.pk)

    def _time(self, days: int, number: int) -> datetime:
        return moment(self.today, days, 8 + (self._pieces * 3 + number) % 10, self._pieces * 7 % 60)

    def _take(
        self, step: str, page_id: int, author: User, reviewers: dict[str, str], row: dict
    ) -> None:
        words = source.texts("opinions")
        if step == "submit":
            actions.submit(page_id=page_id, author=author)
        elif step == "recall":
            actions.recall(page_id=page_id, author=author)
        elif step == "edit":
            self._edit(page_id, author, words["edit"])
        elif step == "withdraw":
            chief = self.accounts["chief"]
            actions.withdraw(page_id=page_id, chief=chief, comment=words["withdraw"])
        elif step == "schedule":
            day = self._time(PUBLISHED_IN_DAYS, 0)
            self._decide(
                actions.approve, page_id, "chief", next(self._opinions["final"]), go_live_at=day
            )
        elif step == "hold":
            self._decide(actions.hold, page_id, reviewers["first"], words["hold"])
        elif step == "decline":
            asked = {"reasons": [row["return_code"]]}
            self._decide(
                actions.decline, page_id, reviewers["first"], row["return_reason"], **asked
            )
        elif step == "return":
            asked = {"reasons": [row["return_code"]], "todo": row["return_todo"]}
            self._decide(
                actions.return_to_author, page_id, reviewers["first"], row["return_reason"], **asked
            )
        else:
            self._decide(actions.approve, page_id, reviewers[step], next(self._opinions[step]))

    def _decide(self, verb, page_id: int, reviewer: str, comment: str, **asked: object) -> None:
        waiting = Page.objects.get(pk=page_id).current_workflow_task_state
        verb(
            task_state_id=waiting.pk,
            reviewer=self.accounts[reviewer],
            revision_id=waiting.revision_id,
            comment=comment,
            **asked,
        )

    def _edit(self, page_id: int, author: User, text: str) -> None:
        def write(draft: Submission) -> None:
            draft.body.extend(source.blocks(text))

        latest = Page.objects.get(pk=page_id).latest_revision_id
        actions.update_draft(author=author, page_id=page_id, write=write, base_revision_id=latest)

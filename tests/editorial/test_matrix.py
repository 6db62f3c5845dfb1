"""The whole permission matrix: everybody, in every state, with everything that can be done.

Each cell is tried twice, as an action and over HTTP, and rolled back. Whatever is refused must
leave the piece, its record and the queue as they were; whatever is allowed must change them.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision, TaskState, WorkflowState

from editorial import actions
from editorial.errors import Conflict, NotPossible, ReviewRefused
from editorial.models import Decision, QueueEntry, Release, Submission
from reading.models import ReadingLogPage
from tests.editorial.desk_forms import complete
from tests.editorial.matrix import MATRIX, PEOPLE
from tests.editorial.offices import DECIDERS, STATES, Office, last_step, make_office, piece_in

pytestmark = pytest.mark.django_db

LETTERS = {ReviewRefused: "R", NotPossible: "P", Conflict: "C"}
STATUSES = {200: "+", 403: "3", 404: "4", 409: "9"}


class Case:
    """One piece in one state, and everything that somebody could try with it."""

    def __init__(self, office: Office, state: str) -> None:
        self.office = office
        self.piece: Submission = piece_in(state, office)
        step = last_step(self.piece)
        self.task_state_id = step.pk if step else 0
        self.revision_id = step.revision_id if step else 0
        self.decider = office[DECIDERS[step.task.specific.step if step else "first"]]
        last = Decision.objects.filter(page_id=self.piece.pk).last()
        self.decision_id = last.pk if last else 0
        self.before = self.fingerprint()

    def fingerprint(self) -> list[object]:
        """Everything that an action may change."""
        return [
            list(rows)
            for rows in (
                ReadingLogPage.objects.values_list(
                    "pk", "title", "summary", "live", "live_revision", "latest_revision", "audience"
                ),
                Revision.objects.order_by("pk").values_list("pk", "approved_go_live_at"),
                WorkflowState.objects.order_by("pk").values_list("pk", "status"),
                TaskState.objects.order_by("pk").values_list("pk", "status"),
                QueueEntry.objects.values_list("pk", "claimed_by", "stand_in", "held_at"),
                Decision.objects.values_list("pk"),
                Release.objects.values_list("pk"),
            )
        ]

    def claimed(self) -> list[object]:
        """Let the one who decides at this step hold it, so that there is a claim to give back."""
        until = timezone.now() + timedelta(hours=1)
        QueueEntry.objects.update(claimed_by=self.decider, claimed_until=until)
        return self.fingerprint()

    def deciding(self, person: Any) -> dict[str, Any]:
        return {
            "task_state_id": self.task_state_id,
            "reviewer": person,
            "revision_id": self.revision_id,
            "comment": "意见",
        }

    def actions(self, person: Any) -> dict[str, Callable[[], object]]:
        own = {"page_id": self.piece.pk, "author": person}
        step = {"task_state_id": self.task_state_id}
        return {
            "submit": lambda: actions.submit(**own),
            "recall": lambda: actions.recall(**own),
            "edit": lambda: actions.update_draft(
                **own,
                write=lambda draft: setattr(draft, "summary", "改过"),
                base_revision_id=self.piece.latest_revision_id,
            ),
            "delete": lambda: actions.delete_draft(**own),
            "claim": lambda: actions.claim(**step, reviewer=person),
            "release": lambda: actions.release_claim(**step, reviewer=person),
            "assign": lambda: actions.assign(**step, by=person, to=self.decider),
            "stand-in": lambda: actions.name_stand_in(
                **step, by=person, person=self.office.helper, reason="出差"
            ),
            "approve": lambda: actions.approve(**self.deciding(person)),
            "return": lambda: actions.return_to_author(**self.deciding(person)),
            "hold": lambda: actions.hold(**self.deciding(person)),
            "resume": lambda: actions.resume(**step, reviewer=person),
            "decline": lambda: actions.decline(**self.deciding(person)),
            "undo": lambda: actions.undo(decision_id=self.decision_id, reviewer=person),
            "correct": lambda: actions.correct(page_id=self.piece.pk, chief=person, note="更正"),
            "withdraw": lambda: actions.withdraw(page_id=self.piece.pk, chief=person, comment="撤"),
        }

    def requests(self) -> dict[str, tuple[str, dict[str, object] | None]]:
        """The address of each verb with what is sent there; None is a GET."""
        form = complete("reading-log") | {
            "action": "save",
            "base_revision": self.piece.latest_revision_id,
            "pictures-TOTAL_FORMS": "0",
            "pictures-INITIAL_FORMS": "0",
            "quotations-TOTAL_FORMS": "0",
            "quotations-INITIAL_FORMS": "0",
        }
        decision = {"revision": self.revision_id, "comment": "意见"}

        def desk(name: str) -> str:
            return reverse(f"editorial:{name}", args=[self.piece.pk])

        def review(name: str) -> str:
            return reverse(f"reviews:{name}", args=[self.task_state_id])

        def office(name: str) -> str:
            return reverse(f"editorial_reviewing:{name}", args=[self.piece.pk])

        return {
            "submit": (desk("submit"), {"confirmed": "1"}),
            "recall": (desk("recall"), {}),
            "edit": (desk("edit"), form),
            "delete": (desk("delete"), {}),
            "claim": (review("claim"), {}),
            "release": (review("release"), {}),
            "assign": (review("hand_over"), {"to-person": self.decider.pk}),
            "stand-in": (
                review("stand_in"),
                {"stand-in-person": self.office.helper.pk, "stand-in-reason": "出差"},
            ),
            "approve": (review("review"), decision | {"decision": "approve"}),
            "return": (
                review("review"),
                decision
                | {"decision": "return", "marks-TOTAL_FORMS": "0", "marks-INITIAL_FORMS": "0"},
            ),
            "hold": (review("review"), decision | {"decision": "hold"}),
            "resume": (review("resume"), {}),
            "decline": (review("review"), decision | {"decision": "decline"}),
            "undo": (reverse("reviews:undo", args=[self.decision_id]), {}),
            "correct": (office("correct"), {"comment": "更正"}),
            "withdraw": (office("withdraw"), {"comment": "撤"}),
            "own-page": (desk("submission"), None),
            "own-preview": (desk("preview"), None),
            "review": (review("review"), None),
            "preview": (review("preview"), None),
        }

    def try_(self, verb: str, attempt: Callable[[], str], *, changes: bool = True) -> str:
        """Return the letter of what came of it; everything is as before afterwards."""
        with transaction.atomic():
            before = self.claimed() if verb == "release" else self.before
            letter = attempt()
            has_changed = self.fingerprint() != before
            transaction.set_rollback(True)
        assert has_changed is (changes and letter == "+"), f"{verb}: {letter}, {has_changed}"
        return letter


def letter_of_action(act: Callable[[], object]) -> str:
    try:
        with transaction.atomic():
            act()
    except (ReviewRefused, NotPossible, Conflict) as refused:
        return LETTERS[type(refused)]
    return "+"


def letter_of_answer(client: Client, url: str, data: dict[str, object] | None) -> str:
    answer = client.get(url) if data is None else client.post(url, data)
    if answer.status_code != 302:
        return STATUSES[answer.status_code]
    if "/login/" in answer.url:
        return "L"
    return "3" if answer.url == reverse("wagtailadmin_home") else "+"


def expected(state: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the rows of one table: those of the actions, those of the addresses."""
    _, *lines = MATRIX[state].strip().splitlines()
    rows = [line.split() for line in lines]
    by_action = {verb: row for verb, row, _ in rows if "." not in row}
    return by_action, {verb: row for verb, _, row in rows}


@pytest.fixture
def office(site_home) -> Office:
    return make_office()


@pytest.mark.parametrize("state", STATES)
def test_who_may_do_what_by_action(office, state):
    case = Case(office, state)
    found = dict.fromkeys(case.actions(None), "")
    for name in PEOPLE.values():
        for verb, act in case.actions(office[name]).items():
            found[verb] += case.try_(verb, partial(letter_of_action, act))
    assert found == expected(state)[0]


@pytest.mark.parametrize("state", STATES)
def test_who_may_do_what_over_http(office, state):
    case = Case(office, state)
    found = dict.fromkeys(case.requests(), "")
    for name in PEOPLE.values():
        client = Client()
        if name != "anonymous":
            client.force_login(office[name])
        for verb, (url, data) in case.requests().items():
            attempt = partial(letter_of_answer, client, url, data)
            found[verb] += case.try_(verb, attempt, changes=data is not None)
    assert found == expected(state)[1]


def test_the_matrix_has_every_state_and_everybody(office):
    assert set(MATRIX) == set(STATES)
    assert set(PEOPLE.values()) == set(office.people)

"""Whatever people and the clock do in whatever order: seats, queue and log stay right."""

from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from editorial.errors import NotPossible
from forums.models import ACTIVE, HOLDING, Admission, Registration, RegistrationChange
from forums.models import RegistrationState as State
from forums.registration import actions
from forums.registration.queries import seats_of, waiting_of
from tests.forums.factories import keep_seats, make_open
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory

REFUSALS = (NotPossible, PermissionDenied, ValidationError)
PEOPLE = 8
people = st.integers(0, PEOPLE - 1)
pytestmark = pytest.mark.django_db


class Event(RuleBasedStateMachine):
    """One event with few seats, one of them kept for a unit, and eight teachers of two units."""

    needs_approval = False

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = timezone.now()
        self.clock = mock.patch.object(timezone, "now", side_effect=lambda: self.now)
        self.clock.start()
        self.block = transaction.atomic()
        self.block.__enter__()
        units = [UnitFactory(), UnitFactory()]
        self.teachers = [TeacherFactory(unit=units[n % 2]) for n in range(PEOPLE)]
        self.admin = SchoolAdminFactory(unit=units[0])
        self.page = make_open(
            capacity=3,
            admission={"confirm_hours_before": 48, "needs_approval": self.needs_approval},
        )
        self.kept = keep_seats(self.page, units[0], 1, days=3)
        self.queue: list[int] = []
        self.numbers: dict[int, int] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        self.clock.stop()

    def own(self, person: int) -> int:
        """The number of the latest registration of somebody; 0 for none."""
        rows = Registration.objects.filter(page=self.page, user=self.teachers[person])
        return rows.order_by("-number").values_list("pk", flat=True).first() or 0

    def attempt(self, act, **values) -> None:
        try:
            with transaction.atomic():
                act(**values)
        except REFUSALS:
            pass

    @rule(person=people)
    def register(self, person):
        self.attempt(actions.register, page_id=self.page.pk, user=self.teachers[person])

    @rule(chosen=st.lists(people, min_size=1, max_size=4))
    def register_group(self, chosen):
        ids = [self.teachers[n].pk for n in chosen if n % 2 == 0]
        self.attempt(actions.register_group, page_id=self.page.pk, by=self.admin, user_ids=ids)

    @rule(person=people)
    def cancel(self, person):
        self.attempt(actions.cancel, registration_id=self.own(person), by=self.teachers[person])

    @rule(person=people)
    def accept(self, person):
        self.attempt(actions.accept, registration_id=self.own(person), user=self.teachers[person])

    @rule(person=people)
    def confirm(self, person):
        self.attempt(actions.confirm, registration_id=self.own(person), user=self.teachers[person])

    @precondition(lambda self: self.needs_approval)
    @rule(person=people, verdict=st.booleans())
    def decide(self, person, verdict):
        values = {
            "page_id": self.page.pk,
            "by": self.page.owner,
            "registration_ids": [self.own(person)],
        }
        if verdict:
            self.attempt(actions.approve, **values)
        else:
            self.attempt(actions.refuse, **values, reason="不合适")

    @rule(capacity=st.integers(1, 6))
    def change_capacity(self, capacity):
        self.attempt(
            actions.set_admission,
            page_id=self.page.pk,
            by=self.page.owner,
            values={"capacity": capacity},
            kept=[actions.Kept(self.kept.unit, self.kept.seats, self.kept.release_at)],
            questions=[],
        )

    @rule(hours=st.sampled_from([1, 12, 25, 60]))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        call_command("keep_events", verbosity=0)

    @invariant()
    def never_more_than_the_seats(self):
        capacity = Admission.objects.get(page=self.page).capacity
        held = Registration.objects.filter(page=self.page, state__in=HOLDING)
        assert held.count() <= capacity
        assert held.filter(seat_from=self.kept).count() <= self.kept.seats

    @invariant()
    def nobody_waits_before_a_seat_that_they_could_have(self):
        if self.now >= self.page.starts_at:
            return
        admission = Admission.objects.get(page=self.page)
        seats = seats_of(admission, self.now)
        for person in waiting_of(self.page.pk):
            assert seats.seat_for(person.unit_path) is None
        late = Registration.objects.filter(state=State.OFFERED, offered_until__lte=self.now)
        assert not late.exists()

    @invariant()
    def nobody_loses_a_place_in_the_queue(self):
        rows = Registration.objects.filter(page=self.page)
        numbers = dict(rows.values_list("pk", "number"))
        assert {pk: numbers[pk] for pk in self.numbers} == self.numbers
        queue = [person.pk for person in waiting_of(self.page.pk)]
        stayed = [pk for pk in self.queue if pk in queue]
        assert [pk for pk in queue if pk in stayed] == stayed
        self.numbers, self.queue = numbers, queue

    @invariant()
    def one_registration_a_person_and_a_log_without_gaps(self):
        active = Registration.objects.filter(page=self.page, state__in=ACTIVE)
        assert active.count() == active.values("user").distinct().count()
        at: dict[int, str] = {}
        for change in RegistrationChange.objects.order_by("pk"):
            assert at.get(change.registration_id, "") == change.from_state
            at[change.registration_id] = change.to_state
        assert at == dict(Registration.objects.values_list("pk", "state"))


class EventWithApproval(Event):
    """The same where the organiser lets people in."""

    needs_approval = True


@pytest.mark.parametrize("machine", [Event, EventWithApproval])
def test_any_sequence(site_home, machine):
    run(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

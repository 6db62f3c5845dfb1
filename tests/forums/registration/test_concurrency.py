"""Many at the same moment, on PostgreSQL and on SQLite: the last seat is given once."""

from functools import partial

import pytest
from django.utils import timezone

from forums.models import Registration
from forums.models import RegistrationState as State
from forums.registration import actions
from people.models import User
from tests.editorial.test_concurrency import at_once
from tests.forums.factories import make_open, register
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 40


def many(amount: int) -> list[User]:
    """Accounts by the hundred; nobody signs in with them."""
    return User.objects.bulk_create(
        User(staff_number=f"M{n:05}", name=f"虚构{n}", password="!") for n in range(amount)
    )


def crowd(page, users):
    """Register all of them, as many at once as there are connections."""
    results = []
    for start in range(0, len(users), AT_ONCE):
        part = users[start : start + AT_ONCE]
        results += at_once([partial(actions.register, page_id=page.pk, user=user) for user in part])
    return results


def test_two_hundred_people_and_fifty_seats(site_home):
    page = make_open(capacity=50)
    results = crowd(page, many(200))
    assert [result for result in results if isinstance(result, Exception)] == []
    rows = list(Registration.objects.filter(page=page).order_by("number"))
    assert [row.number for row in rows] == list(range(1, 201))
    assert [row.state for row in rows] == [State.ADMITTED] * 50 + [State.WAITING] * 150


def test_of_many_clicks_of_one_person_one_counts(site_home):
    page, teacher = make_open(capacity=1), TeacherFactory()
    results = at_once([partial(actions.register, page_id=page.pk, user=teacher)] * 10)
    assert len({result.pk for result in results}) == 1
    assert Registration.objects.count() == 1


def test_seats_that_are_given_back_while_others_come_never_become_more(site_home):
    page = make_open(capacity=5)
    present = [register(page) for _ in range(5)]
    leaving = [partial(actions.cancel, registration_id=row.pk, by=row.user) for row in present]
    coming = [partial(actions.register, page_id=page.pk, user=user) for user in many(15)]
    results = at_once([*leaving, *coming])
    assert [result for result in results if isinstance(result, Exception)] == []
    assert Registration.objects.holding().count() == 5
    assert Registration.objects.waiting().count() == 10


def test_an_offer_accepted_and_lapsing_at_once_has_one_end(site_home):
    page = make_open(capacity=1)
    first, second, third = [register(page) for _ in range(3)]
    actions.cancel(registration_id=first.pk, by=first.user)
    now = timezone.now()
    Registration.objects.filter(pk=second.pk).update(offered_until=now)
    at_once(
        [
            partial(actions.accept, registration_id=second.pk, user=second.user),
            partial(actions.settle, page_id=page.pk),
            partial(actions.settle, page_id=page.pk),
        ]
    )
    assert Registration.objects.get(pk=second.pk).state == State.LAPSED
    assert Registration.objects.get(pk=third.pk).state == State.OFFERED
    assert Registration.objects.holding().count() == 1

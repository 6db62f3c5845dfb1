"""Members of one workshop are colleagues: they judge no work of each other."""

import pytest

from people.colleagues import WORKSHOP, circles_of
from tests.people.factories import TeacherFactory
from tests.workshops.factories import make_host, make_member, make_workshop
from workshops.membership import actions

pytestmark = pytest.mark.django_db


def shared(*people):
    """Return how many workshops the people have in common."""
    circles = circles_of([person.pk for person in people])
    kept = [{c.key for c in circles[person.pk] if c.kind == WORKSHOP} for person in people]
    return len(set.intersection(*kept))


def test_host_and_members_of_one_workshop_are_colleagues(site_home):
    workshop, other = make_workshop(make_host()), make_workshop(make_host())
    one, two, outsider = (TeacherFactory() for _ in range(3))
    make_member(workshop, one)
    make_member(workshop, two)
    make_member(other, outsider)
    assert shared(one, two) == shared(one, workshop.host) == 1
    assert shared(one, outsider) == shared(outsider, workshop.host) == 0
    actions.leave(workshop_id=workshop.pk, by=one)
    assert shared(one, two) == 0


def test_any_number_of_people_takes_the_same_queries(site_home, django_assert_num_queries):
    workshop = make_workshop(make_host())
    people = [make_member(workshop).user_id for _ in range(6)]
    for asked in (people[:1], people):
        with django_assert_num_queries(4):
            circles_of(asked)

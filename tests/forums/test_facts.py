"""What the events room tells of a workshop, and whom."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forums.hours import actions as hours
from forums.models import ForumEventPage
from people.roles import Role
from portal.facts import FactKind, workshop_facts
from tests.forums.attendance.factories import make_session, present
from tests.forums.factories import make_event, make_host
from tests.people.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(site_home):
    """A workshop with an event that two people attended, and one of somebody else."""
    _, page = make_host()
    session = make_session(hours_from_now=-3)
    ForumEventPage.objects.filter(pk=session.page_id).update(
        organising_page=page, starts_at=session.starts_at
    )
    for _ in range(2):
        present(session, TeacherFactory())
    hours.propose(session_id=session.pk, by=session.page.owner)
    make_event(title="别处的活动")
    return page


def told(page, reader):
    today = timezone.localdate()
    span = (today - timedelta(days=2), today + timedelta(days=60))
    return [(f.kind, f.title, f.number, f.unit) for f in workshop_facts(page, reader, *span)]


def test_the_host_and_editors_learn_how_many_came(workshop):
    expected = [
        (FactKind.ACTIVITY, "虚构论坛", None, ""),
        (FactKind.ATTENDANCE, "虚构论坛", 2, "人次"),
        (FactKind.HOURS, "虚构论坛", Decimal(4), "学时"),
    ]
    assert told(workshop, workshop.host) == expected
    assert told(workshop, UserFactory(role=Role.EDITOR)) == expected


def test_others_learn_of_the_event_alone(workshop):
    other_host = TeacherFactory(role=Role.WORKSHOP_HOST)
    for reader in (None, TeacherFactory(), other_host, UserFactory(role=Role.SITE_ADMIN)):
        assert told(workshop, reader) == [(FactKind.ACTIVITY, "虚构论坛", None, "")]


def test_what_a_reader_may_not_open_is_not_told(workshop):
    ForumEventPage.objects.get(organising_page=workshop).unpublish()
    assert told(workshop, None) == []
    assert told(workshop, TeacherFactory()) == []


def test_more_events_take_no_more_queries(workshop):
    asked = []
    for amount in (1, 4):
        while ForumEventPage.objects.filter(organising_page=workshop).count() < amount:
            make_event(organising_page=workshop)
        told(workshop, workshop.host)
        with CaptureQueriesContext(connection) as captured:
            assert len(told(workshop, workshop.host)) == amount + 2
        asked.append(len(captured))
    assert asked[0] == asked[1]

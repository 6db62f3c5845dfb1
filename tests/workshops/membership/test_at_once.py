"""The same thing at the same moment; on PostgreSQL and on SQLite."""

from functools import partial

import pytest

from tests.editorial.test_concurrency import at_once
from tests.people.factories import TeacherFactory
from tests.workshops.factories import make_host, make_workshop
from workshops.membership import actions
from workshops.models import Membership

pytestmark = pytest.mark.django_db(transaction=True)


def test_ten_clicks_are_one_request(site_home):
    workshop, teacher = make_workshop(make_host()), TeacherFactory()
    ask = partial(actions.request_to_join, workshop_id=workshop.pk, by=teacher)
    results = at_once([ask] * 10)
    assert sum(isinstance(each, Membership) for each in results) == 1
    assert Membership.objects.count() == 1


def test_an_invitation_and_a_request_do_not_both_stand(site_home):
    workshop, teacher = make_workshop(make_host()), TeacherFactory()
    ask = partial(actions.request_to_join, workshop_id=workshop.pk, by=teacher)
    call = partial(actions.invite, workshop_id=workshop.pk, by=workshop.host, user_id=teacher.pk)
    at_once([ask, call] * 4)
    assert Membership.objects.count() == 1


def test_an_answer_and_its_withdrawal_do_not_both_win(site_home):
    workshop, teacher = make_workshop(make_host()), TeacherFactory()
    asked = actions.invite(workshop_id=workshop.pk, by=workshop.host, user_id=teacher.pk)
    accept = partial(actions.accept_invitation, membership_id=asked.pk, by=teacher)
    take_back = partial(actions.take_back, membership_id=asked.pk, by=workshop.host)
    accepted, _ = at_once([accept, take_back])
    found = Membership.objects.filter(pk=asked.pk).first()
    assert (found is not None and found.state == "active") == isinstance(accepted, Membership)

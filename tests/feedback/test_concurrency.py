"""Many at the same moment; on PostgreSQL and on SQLite."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from editorial.errors import Conflict
from feedback.errors import TooMuch
from feedback.letters import actions
from feedback.models import FeedbackSettings, Handling, Letter, PageViews
from feedback.visits.actions import store
from people.roles import Role
from tests.feedback.factories import ANYWHERE, a_page, again, opened, send, worked
from tests.people.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(jobs):
    """Run the jobs in threads that begin together; return results or exceptions, in order."""
    barrier = threading.Barrier(len(jobs))

    def run(job):
        try:
            barrier.wait(timeout=30)
            return job()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_one_of_many_takes_a_letter(site_home):
    letter = send()
    editors = [UserFactory(role=Role.EDITOR) for _ in range(6)]
    results = at_once([lambda by=by: actions.take(letter_id=letter.pk, by=by) for by in editors])
    assert sum(isinstance(each, Conflict) for each in results) == 5
    assert Handling.objects.filter(letter=letter).count() == 1
    assert again(letter).editor in editors


def test_the_same_form_many_times_at_once_is_one_letter(site_home):
    asked = opened()
    counter = worked(asked)
    results = at_once([lambda: send(asked=asked, counter=counter)] * 6)
    assert len({each.pk for each in results}) == 1
    assert Letter.objects.count() == 1


def test_the_measure_of_an_account_holds_at_once(site_home):
    FeedbackSettings.objects.create(most_of_account=3)
    teacher = TeacherFactory()
    forms = [opened(ANYWHERE, teacher) for _ in range(8)]
    results = at_once([lambda asked=asked: send(ANYWHERE, teacher, asked=asked) for asked in forms])
    assert sum(isinstance(each, TooMuch) for each in results) == 5
    assert Letter.objects.filter(author=teacher).count() == 3


def test_processes_add_to_one_count(site_home):
    page, day = a_page(site_home), date(2026, 9, 1)
    results = at_once([lambda: store({(page.pk, day): 5})] * 6)
    assert results == [1] * 6
    assert PageViews.objects.get(page=page).views == 30

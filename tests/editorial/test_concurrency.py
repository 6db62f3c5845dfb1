"""Many at the same moment; on PostgreSQL and on SQLite."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from editorial import actions
from editorial.enums import Verdict
from editorial.errors import Conflict
from editorial.models import Decision
from people.roles import Role
from reading.models import ReadingLogPage
from tests.editorial.factories import REVIEW, log_draft, make_staff, make_work, waiting_state
from tests.people.factories import UserFactory

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


def test_twenty_teachers_submit_below_the_same_page(site_home):
    authors = [UserFactory(role=Role.TEACHER) for _ in range(20)]
    work = make_work()
    shelf = ReadingLogPage.shelf()

    def write_and_submit(author):
        def job():
            page = ReadingLogPage(
                title="同一个题目",
                work=work,
                slot="classic",
                finished_on=date(2025, 9, 1),
                body=[("paragraph", REVIEW)],
            )
            page = actions.create_draft(author=author, token=uuid.uuid4(), parent=shelf, page=page)
            actions.submit(page_id=page.pk, author=author)
            return page.pk

        return job

    results = at_once([write_and_submit(author) for author in authors])
    assert [result for result in results if isinstance(result, Exception)] == []
    pages = ReadingLogPage.objects.filter(pk__in=results)
    assert len(set(pages.values_list("path", flat=True))) == 20
    assert len(set(pages.values_list("slug", flat=True))) == 20
    assert set(pages.values_list("owner", flat=True)) == {author.pk for author in authors}
    assert ReadingLogPage.find_problems() == ([], [], [], [], [])
    assert Decision.objects.filter(verdict=Verdict.SUBMIT).count() == 20


def test_the_same_form_sent_five_times_at_once_makes_one_piece(site_home):
    author, token, work = UserFactory(role=Role.TEACHER), uuid.uuid4(), make_work()
    shelf = ReadingLogPage.shelf()

    def send():
        page = ReadingLogPage(title="连点五下", work=work, body=[("paragraph", REVIEW)])
        return actions.create_draft(author=author, token=token, parent=shelf, page=page).pk

    results = at_once([send] * 5)
    assert len(set(results)) == 1, results
    assert ReadingLogPage.objects.filter(title="连点五下").count() == 1


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_editors_who_decide_at_once_exactly_one_does(site_home, attempt):
    staff = make_staff()
    piece = log_draft(UserFactory(role=Role.TEACHER))
    actions.submit(page_id=piece.pk, author=piece.owner)
    state = waiting_state(piece)

    def decide(action, reviewer):
        return lambda: action(
            task_state_id=state.pk,
            reviewer=reviewer,
            revision_id=state.revision_id,
            comment="意见",
        )

    results = at_once(
        [decide(actions.approve, staff.first), decide(actions.return_to_author, staff.second)]
    )
    refused = [result for result in results if isinstance(result, Exception)]
    assert [type(error) for error in refused] == [Conflict], results
    assert Decision.objects.filter(task_state_id=state.pk).count() == 1


def test_an_author_who_submits_twice_at_once_submits_once(site_home):
    piece = log_draft(UserFactory(role=Role.TEACHER))
    at_once([lambda: actions.submit(page_id=piece.pk, author=piece.owner)] * 4)
    assert Decision.objects.filter(verdict=Verdict.SUBMIT).count() == 1
    assert piece.workflow_states.count() == 1

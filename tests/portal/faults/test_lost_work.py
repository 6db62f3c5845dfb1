"""What a killed worker had in hand is done again."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from media.tasks import draw_renditions
from portal.faults.lost_work import ATTEMPTS, LOST_AFTER, Revived, revive

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def claimed(worker: str, *, ago: timedelta = timedelta(), times: int = 1) -> DBTaskResult:
    """Return a task that a worker took in hand and did not finish."""
    result = draw_renditions.enqueue(0)
    task = DBTaskResult.objects.get(pk=result.id)
    for _ in range(times):
        task.claim(worker)
    DBTaskResult.objects.filter(pk=task.pk).update(started_at=timezone.now() - ago)
    return task


def state(task: DBTaskResult) -> str:
    task.refresh_from_db()
    return task.status


def test_a_task_that_runs_is_left_alone():
    task = claimed("w1", ago=LOST_AFTER - timedelta(minutes=1))
    assert revive() == Revived()
    assert state(task) == "RUNNING"


def test_a_worker_that_starts_gets_its_own_back_at_once():
    own, others = claimed("w1"), claimed("w2")
    assert revive(worker="w1") == Revived(again=1)
    assert (state(own), state(others)) == ("READY", "RUNNING")


def test_a_task_that_another_worker_took_over_is_not_taken_from_it():
    task = claimed("w1")
    task.claim("w2")
    assert revive(worker="w1") == Revived()


@pytest.mark.parametrize("ago", [LOST_AFTER * 2, -timedelta(days=365)])
def test_what_runs_too_long_or_began_in_the_future_waits_again(ago):
    task = claimed("w1", ago=ago)
    assert revive() == Revived(again=1)
    assert state(task) == "READY"
    assert task in DBTaskResult.objects.ready()


def test_a_task_that_kills_its_workers_is_given_up():
    task = claimed("w1", times=ATTEMPTS)
    assert revive(worker="w1") == Revived(given_up=1)
    assert state(task) == "FAILED"


def test_what_was_queued_by_a_clock_that_ran_ahead_is_done_now():
    ahead = timezone.now() + timedelta(days=365)
    late = draw_renditions.using(run_after=ahead).enqueue(0)
    DBTaskResult.objects.filter(pk=late.id).update(enqueued_at=ahead)
    planned = draw_renditions.using(run_after=timezone.now() + timedelta(days=1)).enqueue(0)
    assert revive() == Revived(from_future=1)
    assert set(DBTaskResult.objects.ready().values_list("pk", flat=True)) == {
        DBTaskResult.objects.get(pk=late.id).pk
    }
    assert DBTaskResult.objects.get(pk=planned.id).run_after > timezone.now()


def test_the_command_says_what_it_did(capsys):
    call_command("revive_tasks")
    assert capsys.readouterr().out == ""
    claimed("w1")
    call_command("revive_tasks", worker="w1")
    assert "重新排队 1 项" in capsys.readouterr().out

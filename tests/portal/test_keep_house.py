"""The timers' one command."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command, get_commands
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.management.commands import keep_house
from portal.settings import base, dev


def test_every_command_of_the_house_exists(settings):
    names = {name for group in settings.HOUSEKEEPING.values() for name, *_ in group}
    assert names - set(get_commands()) == set()


@pytest.fixture(autouse=True)
def _open_connection(monkeypatch) -> None:
    """Leave the connection open: the transaction of a test lives on it."""
    monkeypatch.setattr(keep_house, "close_old_connections", lambda: None)


@pytest.mark.django_db
@pytest.mark.parametrize("tasks", [base.TASKS, dev.TASKS], ids=["production", "development"])
@pytest.mark.parametrize("when", ["minutely", "nightly"])
def test_an_empty_site_is_kept(when, tasks, site_home, settings):
    settings.TASKS = tasks
    call_command("keep_house", when, verbosity=0)


@pytest.mark.django_db
@pytest.mark.parametrize(("tasks", "left"), [(base.TASKS, 0), (dev.TASKS, 1)])
def test_old_results_of_tasks_go_where_the_database_keeps_them(settings, tasks, left):
    settings.TASKS = base.TASKS
    result = DBTaskResult.objects.create(
        task_path="media.tasks.draw_renditions",
        args_kwargs={"args": [0], "kwargs": {}},
        backend_name="default",
        status="SUCCESSFUL",
        finished_at=timezone.now() - timedelta(days=15),
    )
    settings.TASKS = tasks
    settings.HOUSEKEEPING = {"nightly": [("prune_db_task_results",)]}
    call_command("keep_house", "nightly", verbosity=0)
    assert DBTaskResult.objects.filter(pk=result.pk).count() == left


def test_what_is_passed_over_is_told_to_whoever_asks(settings, capsys):
    settings.TASKS = dev.TASKS
    settings.HOUSEKEEPING = {"nightly": [("prune_db_task_results",)]}
    call_command("keep_house", "nightly", verbosity=2)
    assert capsys.readouterr().out == "prune_db_task_results: 这里用不着\n"


def test_what_is_needed_only_sometimes_is_in_the_house(settings):
    names = {name for group in settings.HOUSEKEEPING.values() for name, *_ in group}
    assert set(keep_house.NEEDED_ONLY_WHEN) <= names


def test_one_that_fails_stops_no_other(settings, capsys):
    settings.HOUSEKEEPING = {"minutely": [("no_such",), ("check", "--list-tags"), ("nor_this",)]}
    with pytest.raises(CommandError, match="no_such、nor_this"):
        call_command("keep_house", "minutely")
    assert "security" in capsys.readouterr().out, "what stood between the two has run"


def test_arguments_arrive(settings, capsys):
    settings.HOUSEKEEPING = {"minutely": [("check", "--list-tags")]}
    call_command("keep_house", "minutely")
    assert "security" in capsys.readouterr().out

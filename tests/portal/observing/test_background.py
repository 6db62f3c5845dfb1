"""What the operator sees of the worker and its queue."""

import json
import re
import threading
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from portal.models import Heartbeat
from portal.observing import heart, parts, queue

pytestmark = pytest.mark.django_db
DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def a_task(*, minutes: float = 0, status=TaskResultStatus.READY, planned: float | None = None):
    """``minutes``: since it was enqueued; ``planned``: minutes until it is to run."""
    now = timezone.now()
    after = get_date_max() if planned is None else now + timedelta(minutes=planned)
    task = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="x.y",
        backend_name="default",
        run_after=after,
        status=status,
        finished_at=now if status == TaskResultStatus.FAILED else None,
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=now - timedelta(minutes=minutes))


class TestQueue:
    def test_nothing_waits(self):
        assert queue.state() == queue.QueueState(waiting=0, oldest=0.0, failed=0)

    def test_what_is_due_waits_since_it_was_due(self):
        a_task(minutes=600, planned=60)
        assert queue.state().waiting == 0
        a_task(minutes=600, planned=-2)
        assert 119 < queue.state().oldest < 150
        a_task(minutes=10)
        state = queue.state()
        assert state.waiting == 2
        assert 599 < state.oldest < 630

    def test_failures_and_finished_ones_do_not_wait(self):
        a_task(minutes=90, status=TaskResultStatus.FAILED)
        a_task(minutes=90, status=TaskResultStatus.SUCCESSFUL)
        assert queue.state() == queue.QueueState(waiting=0, oldest=0.0, failed=1)
        assert parts.tasks() == (True, "等待 0 项，一天内失败 1 项")

    def test_a_jam_is_told(self):
        a_task(minutes=12)
        ok, words = parts.tasks()
        assert not ok
        assert words.startswith("任务积压：最早的一项已等了 12 分钟")


class TestWorker:
    def test_where_none_is_needed(self):
        assert parts.worker()[0]

    def test_never_seen(self, settings):
        settings.TASKS = DATABASE
        assert parts.worker() == (False, "后台进程还没有运行过，请启动 manage.py db_worker")

    def test_the_signs_go_on_after_whatever_the_database_said(self, monkeypatch):
        said = [InterfaceError("connection already closed"), OperationalError("locked")]
        heard = threading.Event()

        def beat(name: str) -> None:
            if said:
                raise said.pop(0)
            heard.set()

        monkeypatch.setattr(heart, "beat", beat)
        with heart.Pulse("test", every=0.01):
            assert heard.wait(5)

    def test_alive_and_silent(self, settings):
        settings.TASKS = DATABASE
        heart.beat(heart.WORKER)
        heart.beat(heart.WORKER)
        assert parts.worker() == (True, "后台进程在运行")
        Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=3))
        ok, words = parts.worker()
        assert not ok
        assert words.startswith("后台进程没有动静，最后一次是 ")

    def test_a_clock_set_back_is_no_silence(self, settings):
        settings.TASKS = DATABASE
        Heartbeat.objects.create(name=heart.WORKER, at=timezone.now() + timedelta(hours=3))
        assert heart.age(heart.WORKER) == 0


def test_the_site_is_ready_without_its_worker(client, site_home, settings):
    settings.TASKS = DATABASE
    call_command("update_index", verbosity=0)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    found = json.loads(answer.content)
    assert found["ready"] is True
    assert found["parts"]["worker"]["state"] == "degraded"
    assert found["parts"]["database"]["state"] == "ready"


@pytest.mark.django_db(transaction=True)
def test_the_command_leaves_signs_of_life(settings, monkeypatch):
    settings.TASKS = DATABASE
    monkeypatch.setattr(
        "portal.management.commands.db_worker.LibraryCommand.handle",
        lambda self, **options: wait_for_a_beat(),
    )
    call_command("db_worker", reload=False)
    assert Heartbeat.objects.get().name == "worker"


def wait_for_a_beat() -> None:
    for _ in range(200):
        if Heartbeat.objects.exists():
            return
        time.sleep(0.05)


class TestMetrics:
    def test_nobody_finds_them_without_a_token(self, client, settings):
        settings.METRICS_TOKEN = ""
        for shown in ({}, {"Authorization": "Bearer "}):
            assert client.get("/metrics", headers=shown).status_code == 404

    @pytest.mark.parametrize("shown", ["", "Bearer wrong", "right", "Bearer 中"])
    def test_nor_with_another(self, client, settings, shown):
        settings.METRICS_TOKEN = "right"
        assert client.get("/metrics", headers={"Authorization": shown}).status_code == 404

    def test_requests_queries_and_tasks_are_counted(self, client, site_home, settings):
        settings.METRICS_TOKEN = "right"
        a_task(minutes=2)
        heart.beat(heart.WORKER)
        before = figures(client)
        for address in ("/stories/", "/stories/", "/no-such-page/"):
            client.get(address)
        client.generic("BREW", "/healthz")
        after = figures(client)
        page = 'portal_request_seconds_count{method="GET",status="2xx",view="wagtail_serve"}'
        assert after[page] - before.get(page, 0) == 2
        missing = 'portal_request_seconds_count{method="GET",status="4xx",view="wagtail_serve"}'
        assert after[missing] - before.get(missing, 0) == 1
        odd = 'portal_request_seconds_count{method="other",status="4xx",view="healthz"}'
        assert after[odd] - before.get(odd, 0) == 1
        queries = 'portal_queries_total{view="wagtail_serve"}'
        assert after[queries] - before.get(queries, 0) > 2
        assert after['portal_tasks{state="waiting"}'] == 1
        assert after["portal_oldest_task_seconds"] >= 120
        assert after["portal_worker_silence_seconds"] < 60


def figures(client) -> dict[str, float]:
    answer = client.get("/metrics", headers={"Authorization": "Bearer right"})
    assert answer.status_code == 200
    lines = re.findall(r"^(portal_\S+) (\S+)$", answer.content.decode(), re.MULTILINE)
    return {name: float(value) for name, value in lines}

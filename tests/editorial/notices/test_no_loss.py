"""Nothing is lost and nothing doubled: killed processes, several senders."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from editorial import actions
from editorial.models import CalendarDay, Decision, DigestRun, EditorialSettings, Notification
from editorial.notices.delivery import deliver, deliver_due
from editorial.notices.digest import write_digests
from editorial.tasks import send_due_mail
from tests.editorial.factories import log_draft, waiting_state
from tests.editorial.notices.outbox import decide, let_time_pass
from tests.editorial.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[3]


def database_url() -> str:
    """Return the address of the database of this test."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{connection.settings_dict['NAME']}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"


def test_a_process_killed_after_its_decision_loses_no_word(piece, author, staff):
    state = waiting_state(piece)
    died = subprocess.run(  # noqa: S603
        [
            sys.executable,
            str(ROOT / "tests/editorial/notices/dying.py"),
            *map(str, (state.pk, state.revision_id, staff.first.pk)),
        ],
        cwd=ROOT,
        env=os.environ
        | {
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "tests.editorial.notices.worker_settings",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert died.returncode == 9, died.stderr
    assert Decision.objects.filter(verdict="return").count() == 1
    row = Notification.objects.get()
    task = DBTaskResult.objects.get(task_path="editorial.tasks.send_due_mail")
    assert task.run_after == row.mail_at > row.due_at
    assert task.args_kwargs["args"] == [author.pk]
    let_time_pass()
    call_command("send_notifications")
    call_command("send_notifications")
    send_due_mail.call(author.pk)  # what the worker would do
    assert [sent.subject for sent in mail.outbox] == ["《一篇笔记》退回修改"]


def test_a_sender_that_dies_before_the_mail_leaves_its_rows_to_the_next(piece, staff, monkeypatch):
    decide(actions.return_to_author, piece, staff.first, comment="改一改")
    let_time_pass()

    def die(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("editorial.notices.delivery.EmailMessage.send", die)
        with pytest.raises(SystemExit):
            deliver(recipient_id=piece.owner_id)
    assert deliver_due() == 0, "its lease still holds"
    Notification.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert deliver_due() == 1
    assert len(mail.outbox) == 1


def test_the_worker_comes_back_for_what_failed(piece, staff, settings, caplog):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.EMAIL_BACKEND = "no.such.Backend"
    decide(actions.return_to_author, piece, staff.first, comment="改一改")
    let_time_pass()
    send_due_mail.call(piece.owner_id)
    tasks = DBTaskResult.objects.filter(task_path="editorial.tasks.send_due_mail")
    assert tasks.count() == 2
    assert tasks.latest("enqueued_at").run_after == Notification.objects.get().mail_at


def test_four_senders_at_once_send_each_mail_once(author, staff, settings):
    settings.EMAIL_BACKEND = "tests.editorial.notices.mailboxes.SlowMailbox"
    for number in range(3):
        page = log_draft(author, title=f"第{number}篇")
        actions.submit(page_id=page.pk, author=author)
        actions.assign(task_state_id=waiting_state(page).pk, by=staff.first, to=staff.second)
        decide(actions.return_to_author, page, staff.second, comment="改一改")
    let_time_pass()
    results = at_once([deliver_due] * 4)
    assert [each for each in results if isinstance(each, Exception)] == []
    assert sum(results) == len(mail.outbox)
    named = [
        number
        for sent in mail.outbox
        for number in range(3)
        if f"《第{number}篇》在初审时退回修改。" in sent.body
    ]
    given = [sent for sent in mail.outbox if sent.to == ["second@example.org"]]
    assert sorted(named) == [0, 1, 2]
    assert sum(sent.body.count("交给您了") for sent in given) == 3
    assert Notification.objects.filter(mailed_at=None).count() == 0


def test_an_undo_and_a_sender_at_once_never_leave_a_false_word(piece, author, staff, settings):
    settings.EMAIL_BACKEND = "tests.editorial.notices.mailboxes.SlowMailbox"
    decision = decide(actions.return_to_author, piece, staff.first, comment="改一改")
    Notification.objects.update(mail_at=timezone.now() - timedelta(seconds=1))
    results = at_once(
        [deliver_due, lambda: actions.undo(decision_id=decision.pk, reviewer=staff.first)]
    )
    assert [each for each in results if isinstance(each, Exception)] == []
    let_time_pass()
    deliver_due()
    subjects = [sent.subject for sent in mail.outbox]
    assert subjects in ([], ["《一篇笔记》退回修改", "《一篇笔记》的上一条通知作废"])


def test_four_processes_write_one_digest(piece, staff):
    office = EditorialSettings.load()
    office.digest_hour = 0
    office.save()
    CalendarDay.objects.create(date=timezone.localdate(), is_workday=True, name="调休上班")
    now = timezone.now()
    results = at_once([lambda: write_digests(now)] * 4)
    assert sorted(results) == [0, 0, 0, 2]
    assert DigestRun.objects.count() == 1
    assert deliver_due() == 2


def test_a_lease_of_a_clock_that_ran_ahead_is_none(piece, staff):
    decide(actions.return_to_author, piece, staff.first, comment="改一改")
    let_time_pass()
    Notification.objects.update(leased_until=timezone.now() + timedelta(days=365))
    assert deliver_due() == 1

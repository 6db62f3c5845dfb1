"""Work outside the request; safe to run twice."""

from datetime import datetime

from django_tasks import task
from wagtail.models import Revision

from editorial.checks import findings_as_json, read_attachments, run_checks
from editorial.models import Submission


@task()
def check_files(revision_id: int) -> None:
    """Read the files attached to a version, and note in the queue what the checks then find."""
    from editorial.actions.queueing import note_findings  # the actions enqueue these tasks

    version = Revision.objects.filter(pk=revision_id).first()
    piece = version.as_object() if version else None
    if isinstance(piece, Submission) and read_attachments(piece):
        found = run_checks(piece, opens_attachments=False)
        note_findings(revision_id, findings_as_json(found))


@task()
def send_due_mail(recipient_id: int) -> None:
    """Send one person's mails that are due, and come back for what could not be sent.

    Args:
        recipient_id: the account.
    """
    from editorial.notices.delivery import deliver

    if retry_at := deliver(recipient_id=recipient_id).retry_at:
        schedule_mail(recipient_id, retry_at)


def schedule_mail(recipient_id: int, moment: datetime) -> None:
    """Queue the sending of a person's mails for a moment, with the transaction it is called in.

    A backend that cannot wait (the immediate one of development) gets nothing: there, and wherever
    a task was lost, ``manage.py send_notifications`` sends what the outbox holds.
    """
    if send_due_mail.get_backend().supports_defer:
        send_due_mail.using(run_after=moment).enqueue(recipient_id)

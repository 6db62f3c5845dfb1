"""Word to people, outside the request; safe to run twice."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task
from wagtail.models import Revision

from editorial.checks import findings_as_json, read_attachments, run_checks
from editorial.models import Decision, Submission
from people.models import User


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
def tell_author(decision_id: int, author_id: int) -> None:
    """Send the author a mail about a decision, with one link to the piece on the desk.

    Args:
        decision_id: what was decided.
        author_id: the account of the author; one that was switched off, or has no address, is
            told on the desk only.
    """
    decision = Decision.objects.filter(pk=decision_id).first()
    author = User.objects.filter(pk=author_id, is_active=True).exclude(email="").first()
    if decision is None or author is None:
        return
    path = reverse("editorial:submission", args=[decision.page_id])
    context = {
        "author": author,
        "decision": decision,
        "site": settings.WAGTAIL_SITE_NAME,
        "url": f"{settings.BASE_URL}{path}",
    }
    subject = render_to_string("editorial/mail/decision_subject.txt", context)
    send_mail(
        subject=" ".join(subject.split()),  # a title may hold line ends, a subject may not
        message=render_to_string("editorial/mail/decision.txt", context),
        from_email=None,
        recipient_list=[author.email],
    )

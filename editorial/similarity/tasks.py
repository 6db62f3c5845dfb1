"""Comparison outside the request; safe to run twice."""

from django_tasks import task
from wagtail.models import Revision

from editorial.similarity import actions


@task()
def check_similarity(revision_id: int) -> None:
    """Compare a version with what others wrote."""
    actions.check(revision_id=revision_id)


@task()
def index_revision(revision_id: int) -> None:
    """Let later pieces be compared with the piece of this version."""
    revision = Revision.objects.filter(pk=revision_id).first()
    if revision:
        actions.index(page_id=int(revision.object_id))

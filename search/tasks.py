"""Background work of the search; every task is safe to run twice."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from wagtail.signals import page_published, page_unpublished

from search.models import VocabularyRequest
from search.vocabulary import rebuild

# Publications of the meantime share one rebuild.
DELAY = timedelta(minutes=10)
# A request that is older has been lost together with its task.
LOST_AFTER = timedelta(hours=2)


@task()
def rebuild_vocabulary() -> None:
    """Bring the vocabulary in line with the public content."""
    # First: what changes from here on asks for the next rebuild.
    VocabularyRequest.objects.all().delete()
    rebuild()


def request_rebuild(**kwargs: object) -> None:
    """Queue a rebuild with the transaction it is called in, unless one is queued already.

    A backend that cannot wait (the immediate one of development) gets nothing, so that publishing
    stays quick: there ``manage.py update_index`` rebuilds the vocabulary.

    Queries: 1; 3 to 6 for the first request.
    """
    if not rebuild_vocabulary.get_backend().supports_defer:
        return
    now = timezone.now()
    _, is_first = VocabularyRequest.objects.get_or_create(pk=1, defaults={"requested_at": now})
    if not is_first:
        # A moment ahead was noted by a clock that has been set back since.
        old = Q(requested_at__lt=now - LOST_AFTER) | Q(requested_at__gt=now + LOST_AFTER)
        lost = VocabularyRequest.objects.filter(old)
        is_first = lost.exists() and bool(lost.update(requested_at=now))
    if is_first:
        later = rebuild_vocabulary.using(run_after=now + DELAY)
        transaction.on_commit(later.enqueue)


def connect() -> None:
    """Ask for a rebuild whenever a page becomes public or ceases to be."""
    for signal in (page_published, page_unpublished):
        signal.connect(request_rebuild, dispatch_uid="search.tasks.request_rebuild")

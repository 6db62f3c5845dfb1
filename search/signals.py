"""Saved objects enter the queue inside their own transaction.

Modelsearch hands every save to a background task, and only that task tells the backends. With a
worker, the row in our queue would be written in the task's transaction instead of the change's,
and a page would appear in the search whenever the worker gets to it. Telling the backends at
once costs one INSERT with our backends. Deletions are told at once by modelsearch itself.
"""

from django.db.models.signals import post_delete, post_save
from modelsearch import signal_handlers
from modelsearch.backends import get_search_backends_with_name, import_backend
from modelsearch.conf import get_app_config
from modelsearch.index import get_indexed_models
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from search.backends.indexes import QueuedSearchBackend


def connect() -> None:
    """Replace modelsearch's save handler, if the queue feeds an index of this project."""
    configured = get_app_config().get_search_backend_config().values()
    backends = [import_backend(options["BACKEND"]) for options in configured]
    if not any(issubclass(backend, QueuedSearchBackend) for backend in backends):
        return
    # Whichever app is ready first: modelsearch connects the handler by this name, either later
    # or already.
    original = signal_handlers.post_save_signal_handler
    signal_handlers.post_save_signal_handler = queue_saved
    for model in get_indexed_models():
        if post_save.disconnect(original, sender=model):
            post_save.connect(queue_saved, sender=model)
    for signal in (post_save, post_delete):
        signal.connect(queue_restricted, sender=PageViewRestriction, dispatch_uid="search.readers")


def queue_restricted(instance: PageViewRestriction, **kwargs) -> None:
    """Tell every updating backend of the pages that a restriction closes or opens."""
    queue_pages(Page.objects.filter(path__startswith=instance.page.path))


def queue_pages(pages: PageQuerySet) -> None:
    """Tell every updating backend of pages that something beside them shows in another light."""
    for _, backend in get_search_backends_with_name(with_auto_update=True):
        backend.add_bulk(Page, pages)


def queue_saved(instance, raw=False, update_fields=None, **kwargs) -> None:
    """Tell every updating backend of a saved object, in the transaction that saves it.

    A model may name in ``search_ignores`` the fields that the index never shows; saving those
    alone changes nothing.
    """
    ignored = getattr(instance, "search_ignores", frozenset())
    if raw or (update_fields and ignored.issuperset(update_fields)):
        return
    for _, backend in get_search_backends_with_name(with_auto_update=True):
        backend.add(instance)

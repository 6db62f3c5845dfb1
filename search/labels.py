"""Facts about objects that results are narrowed and counted by, held in the index itself.

A label is ``name=value``. The label ``readers`` says who may read a live page: ``public``, or a
word of the floors above. It lets a search count thousands of hits without asking the database
about each; what is shown is confirmed by the database all the same.

    @hooks.register(PAGE_READERS_HOOK)
    def readers_of(page, readers): return readers     # who may read a live page

    @hooks.register(READER_LABELS_HOOK)
    def labels_of_reader(reader): return ["district"] # for which words this person may read it
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from wagtail import hooks
from wagtail.models import Page

from portal.queries import is_restricted

PAGE_READERS_HOOK = "search_page_readers"
READER_LABELS_HOOK = "search_reader_labels"

PUBLIC = "public"


def labels_of(instance: Model) -> Iterator[tuple[str, Iterable[str]]]:
    """Names of labels with the values that an object has.

    An object says more about itself in ``search_labels()``, a dictionary of lists of texts.
    """
    if isinstance(instance, Page):
        yield "readers", _readers_of(instance)
        yield "type", [instance._meta.model_name]
    declared = getattr(instance, "search_labels", None)
    if callable(declared):
        for name, values in declared().items():
            yield name, [str(value) for value in values if value]


def readers_labels(reader: Any) -> list[str]:
    """The values of ``readers`` that somebody may read; nobody in particular is the public."""
    labels = [PUBLIC]
    for hook in hooks.get_hooks(READER_LABELS_HOOK):
        labels.extend(hook(reader))
    return labels


def _readers_of(page: Page) -> list[str]:
    # The tree's root is live but has no address.
    if not page.live or page.depth == 1 or is_restricted(page):
        return []
    readers = [PUBLIC]
    for hook in hooks.get_hooks(PAGE_READERS_HOOK):
        readers = hook(page, readers)
    return readers

"""Facts about objects that results are narrowed and counted by, held in the index itself.

A label is ``name=value``. The label ``readers`` says who may read a live page: ``public``, or a
word of the floors above. It lets a search count thousands of hits without asking the database
about each; what is shown is confirmed by the database all the same.

    @hooks.register(PAGE_READERS_HOOK)
    def readers_of(pages): return {17: ["district"]}  # live pages that are not for everybody

    @hooks.register(READER_LABELS_HOOK)
    def labels_of_reader(reader): return ["district"] # for which words this person may read it
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Model
from wagtail import hooks
from wagtail.models import Page

from portal.queries import restricted_paths

PAGE_READERS_HOOK = "search_page_readers"
READER_LABELS_HOOK = "search_reader_labels"

PUBLIC = "public"


def labels_of(instance: Model, readers: list[str]) -> Iterator[tuple[str, Iterable[str]]]:
    """Names of labels with the values that an object has.

    An object says more about itself in ``search_labels()``, a dictionary of lists of texts.

    Args:
        readers: what :func:`readers_of` knows of the object.
    """
    if isinstance(instance, Page):
        yield "readers", readers
        yield "type", [instance._meta.model_name]
    declared = getattr(instance, "search_labels", None)
    if callable(declared):
        for name, values in declared().items():
            yield name, [str(value) for value in values if value]


def readers_of(instances: Sequence[Model]) -> dict[object, list[str]]:
    """Who may read each of some objects, by primary key; pages only have readers.

    Queries: one, and those of the hooks, however many objects there are.
    """
    # The tree's root is live but has no address.
    pages = [page for page in instances if isinstance(page, Page) and page.live and page.depth > 1]
    if not pages:
        return {}
    closed = tuple(restricted_paths())
    readers: dict[object, list[str]] = {
        page.pk: [PUBLIC] for page in pages if not page.path.startswith(closed)
    }
    for hook in hooks.get_hooks(PAGE_READERS_HOOK):
        readers |= {pk: values for pk, values in hook(pages).items() if pk in readers}
    return readers


def readers_labels(reader: Any) -> list[str]:
    """The values of ``readers`` that somebody may read; nobody in particular is the public."""
    labels = [PUBLIC]
    for hook in hooks.get_hooks(READER_LABELS_HOOK):
        labels.extend(hook(reader))
    return labels

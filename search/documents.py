"""From a model instance to a document of the index, by its ``search_fields``."""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Manager, Model
from modelsearch.backends.base import get_model_root
from modelsearch.index import AutocompleteField, RelatedFields, SearchField

from search import analysis
from search.engine.schema import NO_NUMBER, Document
from search.labels import labels_of, readers_of

logger = logging.getLogger(__name__)

# The field that counts as the name of an object, first found.
TITLE_FIELDS = ("title", "name")

# Characters of a title that count when it is compared as a whole.
_MAX_NAME = 100


def key_of(model: type[Model], pk: object) -> str:
    """The key of an object: a page has one document, whichever of its classes is at hand."""
    return f"{get_model_root(model)._meta.label_lower}:{pk}"


def pk_of(key: str) -> str:
    """The primary key inside a key, as text."""
    return key.partition(":")[2]


def type_names(model: type[Model]) -> list[str]:
    """The names that a search can ask for and expect this model among the answers."""
    return [m._meta.label_lower for m in (model, *model._meta.get_parent_list())]


def title_field(model: type[Model]) -> str | None:
    """The name of the search field that is indexed as the title."""
    names = {field.field_name for field in model.get_searchable_search_fields()}
    return next((name for name in TITLE_FIELDS if name in names), None)


def documents_of(instances: Sequence[Model]) -> Iterator[Document]:
    """Documents of some objects; one that cannot be read is logged and left out."""
    readers = readers_of(instances)
    for instance in instances:
        try:
            yield document_of(instance, readers.get(instance.pk, []))
        except Exception:
            # One object must not hold up a whole index or queue.
            logger.exception("Cannot index %s %s", instance._meta.label, instance.pk)


def document_of(instance: Model, readers: list[str] | None = None) -> Document:
    """Analyse everything that an instance's ``search_fields`` offer.

    Runs the queries that its related fields need; take the instance from
    ``get_indexed_objects()``, where they are fetched in bulk.

    Args:
        readers: who may read it, where that is known already.
    """
    if readers is None:
        readers = readers_of([instance]).get(instance.pk, [])
    texts: dict[str, str] = {}
    complete: list[str] = []
    emphasised: list[str] = []
    named = title_field(type(instance))
    for field, name, text in _pieces(instance, type(instance).get_search_fields()):
        if isinstance(field, AutocompleteField):
            complete.append(text)
            continue
        texts[name] = f"{texts[name]} {text}" if name in texts else text
        if name != named and (field.boost or 1) > 1:
            emphasised.append(text)
    terms = analysis.document_terms("\n".join(texts.values()))
    title = texts.get(named or "", "")
    return Document(
        key=key_of(type(instance), instance.pk),
        types=type_names(type(instance)),
        words=terms.words,
        grams=terms.grams,
        title=analysis.document_grams(title),
        tags=analysis.document_grams("\n".join(emphasised)),
        complete=analysis.document_grams("\n".join(complete)),
        names=[name_term(title)] if title else [],
        labels=[
            f"{name}={value}" for name, values in labels_of(instance, readers) for value in values
        ],
        number=instance.pk if isinstance(instance.pk, int) else NO_NUMBER,
        minute=_minute(instance),
        texts=texts,
    )


def name_term(text: str) -> str:
    """The term that an object with exactly this title has, whatever its signs and spaces."""
    return analysis.phrase_units(text).strip("\n").replace("\n", "")[:_MAX_NAME]


def _minute(instance: Model) -> int:
    moment = getattr(instance, "first_published_at", None)
    return int(moment.timestamp() // 60) if isinstance(moment, datetime) else 0


def _pieces(
    instance: Model, fields: list, prefix: str = ""
) -> Iterator[tuple[SearchField | AutocompleteField, str, str]]:
    for field in fields:
        if isinstance(field, (SearchField, AutocompleteField)):
            text = as_text(field.get_value(instance))
            if text:
                yield field, prefix + field.field_name, text
        elif isinstance(field, RelatedFields):
            for related in _related(field, instance):
                yield from _pieces(related, field.fields, f"{prefix}{field.field_name}.")


def _related(field: RelatedFields, instance: Model) -> list[Model]:
    value = field.get_value(instance)
    if value is None:
        return []
    if isinstance(value, Manager):
        return list(value.all())
    return [value]


def as_text(value: object) -> str:
    """The value of a search field as one line of text."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return " ".join(as_text(item) for item in value.values())
    if isinstance(value, (list, tuple, set)):
        return " ".join(as_text(item) for item in value)
    # Control characters never matter to a reader; runs of white space are markup's leftovers.
    return " ".join(analysis.clean(str(value)).split())

"""Page types found through their classes, so that lower floors need not import higher ones."""

from typing import TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)


def concrete_subclasses(model: type[M]) -> list[type[M]]:
    """Return all installed models below ``model`` that have a table, in order of their labels."""
    found: list[type[M]] = []
    for subclass in model.__subclasses__():
        if not subclass._meta.abstract:
            found.append(subclass)
        found += concrete_subclasses(subclass)
    return sorted(set(found), key=lambda found_model: found_model._meta.label)

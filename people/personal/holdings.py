"""Each room says what it keeps of a person, and what becomes of it when the person leaves.

A room registers ``PERSONAL_DATA_HOOK`` with a function without arguments that returns its
``Holding``s. A test fails for every link to an account that no room has declared.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import FileField, Q, QuerySet
from wagtail import hooks

from people.models import User

PERSONAL_DATA_HOOK = "personal_data"


class Fate(StrEnum):
    """What becomes of rows when the person is deleted."""

    DELETED = "删除"
    UNLINKED = "去掉与本人的联系"
    KEPT = "依规定保留"


@dataclass(frozen=True)
class Holding:
    """Rows of one model that belong to a person.

    Attributes:
        model: ``app.Model``.
        path: the way from a row to the account, in Django's notation.
        fate: what becomes of the rows.
        why: of what is kept, the reason in Chinese, shown to the person.
        own: whether the rows are about the person and are handed out; False where the person only
            acted in an office, and the rows are about others.
        secret: fields that are never handed out.
        called: what the rows are called in Chinese, where their model is a library's.
        erase: does what ``fate`` says where deleting or unlinking the rows is not enough; takes
            the account and runs before all plain ones.
    """

    model: str
    path: str
    fate: Fate
    why: str = ""
    own: bool = True
    secret: tuple[str, ...] = ()
    erase: Callable[[User], None] | None = None
    called: str = ""

    def __post_init__(self) -> None:
        if (self.fate == Fate.KEPT) != bool(self.why):
            raise ValueError(f"{self.model}: what is kept, and only that, has a reason")

    @property
    def of(self) -> type[models.Model]:
        """The model."""
        return apps.get_model(self.model)

    @property
    def label(self) -> str:
        """What the rows are called, in Chinese."""
        return self.called or str(self.of._meta.verbose_name_plural)

    def rows(self, user: User) -> QuerySet[Any]:
        """Return the person's rows, oldest first."""
        found: QuerySet[Any] = self.of._base_manager.filter(Q(**{self.path: user.pk}))
        return found.order_by("pk").distinct()

    def files(self) -> list[FileField]:
        """The columns that hold files."""
        return [f for f in self.of._meta.concrete_fields if isinstance(f, FileField)]


def holdings() -> list[Holding]:
    """Return what all rooms have declared, lower floors first."""
    found: list[Holding] = []
    for declare in hooks.get_hooks(PERSONAL_DATA_HOOK):
        found.extend(declare())
    return found


def own_holdings() -> Iterator[Holding]:
    """Those that are about the person, without those that only note who did something."""
    return (each for each in holdings() if each.own)


def unlinked(*columns: str) -> list[Holding]:
    """Declare links that say who acted and are simply emptied: ``app.Model.column``."""
    return [_acting(column, Fate.UNLINKED) for column in columns]


def kept_traces(why: str, *columns: str) -> list[Holding]:
    """Declare links that say who acted in an office, and stay: ``app.Model.column``."""
    return [_acting(column, Fate.KEPT, why) for column in columns]


def deleted(*columns: str) -> list[Holding]:
    """Declare rows of the person that go: ``app.Model.path``."""
    split = (column.split(".", 2) for column in columns)
    return [Holding(f"{app}.{model}", path, Fate.DELETED) for app, model, path in split]


def _acting(column: str, fate: Fate, why: str = "") -> Holding:
    app, model, path = column.split(".", 2)
    return Holding(f"{app}.{model}", path, fate, why=why, own=False)


def undeclared(known: Iterable[Holding]) -> list[str]:
    """Return the links to accounts, ``app.Model.column``, that nobody has declared."""
    declared = {(each.of, each.path) for each in known}
    missing = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            # A link of many to many is a table of its own, with two links.
            if field.many_to_many or (field.auto_created and not field.concrete):
                continue
            if field.related_model is not User or (model, field.name) in declared:
                continue
            if field.model is model or not _inherits(model, field, declared):
                missing.append(f"{model._meta.label}.{field.name}")
    return missing


def _inherits(model: type[models.Model], field: Any, declared: set[Any]) -> bool:
    """Whether the link is that of a parent model, declared there."""
    return any((parent, field.name) in declared for parent in model._meta.all_parents)

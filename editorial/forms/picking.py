"""Choosing one of thousands: search, then a short list of radio buttons.

Without scripts the search is a button of the form; with them the list follows what is typed.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from editorial.forms.fields import without_control

MOST_RESULTS = 20
LONGEST_QUERY = 60


class Picker(ABC):
    """A catalogue to choose from. Subclasses live beside the model that they know."""

    noun = ""
    placeholder = ""
    not_found = "没有找到，换一个词试试。"
    # The form for what the catalogue lacks, and the words that open it; none where nothing may be
    # added. ``media`` is what a page with the picker needs beside its own sheets and scripts.
    addition: type[forms.Form] | None = None
    adding = ""
    media = forms.Media()

    def of(self, person: Any) -> "Picker":
        """Return the catalogue as this person may choose from it. Queries: 0."""
        return self

    @abstractmethod
    def search(self, words: str) -> list[Model]:
        """Return at most ``MOST_RESULTS`` objects that fit ``words``. Queries: at most 2."""

    @abstractmethod
    def load(self, ids: Collection[int]) -> dict[int, Model]:
        """Return the objects with these primary keys that may be chosen. Queries: at most 2."""

    def add(self, form: forms.Form) -> Model | None:
        """Put what a valid ``addition`` says into the catalogue.

        Returns:
            the new object, or one that was there already; nothing where it was refused, and then
            ``form`` has the reason among its errors.
        """
        raise NotImplementedError

    def added(self, chosen: Model) -> str:
        """Return what is told after ``add``."""
        return f"已补上并选中：{self.label(chosen)}。"

    def open_addition(
        self, name: str, data: Any = None, *, is_asked: bool = False
    ) -> forms.Form | None:
        """Return the form for what is missing, with what was typed into it.

        Args:
            name: of the field of which it is a part.
            data: what was sent.
            is_asked: check it; otherwise it only shows what was typed.
        """
        if self.addition is None:
            return None
        prefix = f"{name}_new"
        if is_asked:
            return self.addition(data, prefix=prefix)
        names = self.addition.base_fields
        typed = {each: str(data.get(f"{prefix}-{each}") or "") for each in names} if data else {}
        return self.addition(
            prefix=prefix, initial={key: typed[key] for key in typed if typed[key]}
        )

    def label(self, chosen: Model) -> str:
        """Return what the list says about an object; asks the database nothing."""
        return str(chosen)

    def options(self, query: str, chosen: Model | None = None) -> list[dict[str, Any]]:
        """Return what is chosen, then what ``query`` finds; each as value, label, checked."""
        query = without_control(query).strip()[:LONGEST_QUERY]
        found = self.search(query) if query else []
        options = [
            {"value": item.pk, "label": self.label(item), "checked": False}
            for item in found
            if chosen is None or item.pk != chosen.pk
        ]
        if chosen is not None:
            present = {"value": chosen.pk, "label": self.label(chosen), "checked": True}
            return [present, *options, {"value": "", "label": "不选", "checked": False}]
        return options


@dataclass(frozen=True)
class Picked:
    """What a picker sent: the chosen number, the words in its search box, what is missing."""

    value: str
    query: str = ""
    # What was written into the form for what is missing; not yet in the catalogue.
    addition: forms.Form | None = None


class PickWidget(forms.Widget):
    """A search box and its results."""

    template_name = "editorial/desk/components/picker.html"
    picker: Picker
    picker_name = ""
    refused: forms.Form | None = None  # an addition with its errors

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_query" if id_ else id_

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Picked:
        return Picked(
            str(data.get(name) or ""),
            str(data.get(f"{name}_query") or ""),
            self.picker.open_addition(name, data),
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        is_sent = isinstance(value, tuple)
        chosen, query, addition = value if is_sent else (value, "", None)
        addition = self.refused or addition or self.picker.open_addition(name)
        options = self.picker.options(query, chosen)
        context["widget"] |= {
            "picker": self.picker,
            "picker_name": self.picker_name,
            "options": options,
            "query": query[:LONGEST_QUERY],
            "found_none": bool(query.strip())
            and all(o["checked"] or not o["value"] for o in options),
            "addition": addition,
            "is_adding": bool(addition and (addition.is_bound or addition.initial)),
        }
        return context


class PickField(forms.Field):
    """One object of a ``Picker``'s catalogue, or none.

    ``known`` holds the objects that the whole form names, fetched in one query by the form.
    """

    widget = PickWidget

    def __init__(self, picker: Picker, picker_name: str, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.picker = picker
        self.picker_name = picker_name
        self.known: dict[int, Model] = {}
        self.widget.picker, self.widget.picker_name = picker, picker_name

    def see_as(self, person: Any) -> None:
        """Offer what this person may choose."""
        self.picker = self.widget.picker = self.picker.of(person)

    def find(self, value: str) -> Model | None:
        """Return the object whose number was sent, if there is one."""
        return self.known.get(number(value) or 0)

    def bound_data(self, data: Picked, initial: Any) -> Any:
        return self.find(data.value), data.query, data.addition

    def has_changed(self, initial: Any, data: Picked) -> bool:
        return data.value != str(getattr(initial, "pk", "") or "")

    def clean(self, value: Picked) -> Model | None:
        """Return the chosen object.

        Raises:
            ValidationError: the number belongs to nothing that may be chosen, or something was
                written down as missing and not added.
        """
        if not value.value:
            if value.addition is not None and value.addition.initial:
                raise ValidationError(
                    f"补充的{self.picker.noun}还没有选中：请按“补上并选中”，或清空那几栏。",
                    code="not_added",
                )
            return None
        chosen = self.find(value.value)
        if chosen is None:
            raise ValidationError(f"没有找到所选的{self.picker.noun}，请重新选择。", code="unknown")
        return chosen


def number(value: str) -> int | None:
    """Return ``value`` as a primary key; nothing where it cannot be one."""
    text = value.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def without_addition(data: Any, name: str) -> Any:
    """Return a copy of what was sent without the search and the addition of the field ``name``."""
    rest = data.copy()
    for key in list(rest):
        if key == f"{name}_query" or key.startswith(f"{name}_new-"):
            del rest[key]
    return rest


class UnitPicker(Picker):
    """The district's units that are in use."""

    noun = "单位"
    placeholder = "输入学校名称中的几个字"
    not_found = "没有找到这个单位，换几个字试试。"

    def search(self, words: str) -> list[Model]:
        units = self._in_use()
        for word in words.split():
            units = units.filter(name__icontains=word)
        return self._with_parents(list(units.order_by("path")[:MOST_RESULTS]))

    def load(self, ids: Collection[int]) -> dict[int, Model]:
        units = self._with_parents(list(self._in_use().filter(pk__in=ids)))
        return {unit.pk: unit for unit in units}

    def label(self, chosen: Model) -> str:
        parent = getattr(chosen, "parent_name", "")
        return f"{chosen.name}（{parent}）" if parent else chosen.name

    def _in_use(self) -> Any:
        from people.models import Unit

        return Unit.objects.filter(is_active=True)

    def _with_parents(self, units: list[Any]) -> list[Any]:
        """Give each unit the name of the one above it: school names repeat across the district."""
        parents = {unit.path[: -unit.steplen] for unit in units if unit.depth > 2}
        names = dict(self._in_use().filter(path__in=parents).values_list("path", "name"))
        for unit in units:
            unit.parent_name = names.get(unit.path[: -unit.steplen], "")
        return units

"""Two versions of a piece, compared field by field and paragraph by paragraph."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import Any

from taggit.models import Tag

from editorial.difference.fields import (
    TAGS,
    field_text,
    many_of,
    plain_fields_of,
    references_of,
    row_units,
    rows_of,
    streams_of,
)
from editorial.difference.formatting import BECOMES, notes_on
from editorial.difference.pairing import Match, paired
from editorial.difference.queries import names_of
from editorial.difference.streams import stream_units
from editorial.difference.units import Names, Text, Unit
from editorial.difference.words import Run, RunKind, diff_words, whole
from portal.html import count_characters


class Kind(StrEnum):
    """What happened to a field, paragraph, picture or row."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    FORMATTED = "formatted"

    @property
    def label(self) -> str:
        """In words."""
        return _LABELS[self]


_LABELS = {
    Kind.SAME: "未改动",
    Kind.CHANGED: "修改",
    Kind.ADDED: "增加",
    Kind.REMOVED: "删去",
    Kind.MOVED: "移动",
    Kind.FORMATTED: "格式",
}


@dataclass(frozen=True)
class Line:
    """Words of a section with their place; ``label`` is empty where the section says it all."""

    place: str
    label: str
    runs: tuple[Run, ...]

    @property
    def before(self) -> tuple[Run, ...]:
        """The runs that the older version has."""
        return tuple(run for run in self.runs if run.kind != RunKind.INSERTED)

    @property
    def after(self) -> tuple[Run, ...]:
        """The runs that the newer version has."""
        return tuple(run for run in self.runs if run.kind != RunKind.DELETED)

    @property
    def is_exchange(self) -> bool:
        """Whether both versions have words here and they differ: worth two columns."""
        return bool(self.before and self.after) and self.before != self.after


@dataclass(frozen=True)
class Section:
    """One field, paragraph, picture or row.

    Attributes:
        field: the field or child relation that it belongs to.
        label: the place in words.
        place: the content path, of the newer version where it is in it.
        kind: what happened.
        lines: the words.
        notes: what words do not show: bold, links, where it was moved from.
        is_passage: it stands in a running text.
    """

    field: str
    label: str
    place: str
    kind: Kind
    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    is_passage: bool = False

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs of all lines."""
        return tuple(run for line in self.lines for run in line.runs)


@dataclass(frozen=True)
class Group:
    """Neighbouring sections of one field that all changed, or that all stayed."""

    is_same: bool
    sections: tuple[Section, ...]

    @property
    def measure(self) -> str:
        """The word that counts them, as in 3 段."""
        return "段" if all(section.is_passage for section in self.sections) else "项"


@dataclass(frozen=True)
class Difference:
    """All sections in the order of reading, those that stayed among them."""

    sections: tuple[Section, ...]

    @cached_property
    def changes(self) -> tuple[Section, ...]:
        """The sections in which something changed."""
        return tuple(section for section in self.sections if section.kind != Kind.SAME)

    @property
    def is_empty(self) -> bool:
        """Whether a reader would see no difference."""
        return not self.changes

    @property
    def added(self) -> int:
        """How many characters came in, white space not counted."""
        return self._count(RunKind.INSERTED)

    @property
    def deleted(self) -> int:
        """How many characters went, white space not counted."""
        return self._count(RunKind.DELETED)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The sections, so grouped that what stayed can be folded away."""
        grouped = groupby(self.sections, lambda s: (s.field, s.kind == Kind.SAME))
        return tuple(Group(is_same, tuple(members)) for (_, is_same), members in grouped)

    def _count(self, kind: RunKind) -> int:
        runs = (run for section in self.changes for run in section.runs if run.kind == kind)
        return sum(count_characters(run.text) for run in runs)


def difference(before: Any, after: Any) -> Difference:
    """Compare two versions of one piece.

    Args:
        before, after: ``Submission``s as ``revision.as_object()`` returns them, of one kind.

    Queries: 1 for each type of thing that a version refers to (pictures, files, pages, tags and
    the links of its fields) and those of its many-to-many fields; the same for any number.
    Reading the two versions is the caller's.

    Raises:
        TypeError: the two are different kinds of pieces.
    """
    if type(before) is not type(after):
        raise TypeError("versions of two kinds of pieces cannot be compared")
    names = names_of({*references_of(before), *references_of(after)})
    return Difference(tuple(_sections(before, after, names)))


def _sections(before: Any, after: Any, names: Names) -> Iterator[Section]:
    for name in plain_fields_of(after):
        yield from _of_field(*(field_text(piece, name, names) for piece in (before, after)))
    for name in many_of(after):
        label = str(after._meta.get_field(name).verbose_name)
        yield from _of_names(name, label, *(_many(piece, name) for piece in (before, after)))
    yield from _of_names("tags", "标签", _tags(before, names), _tags(after, names))
    for name in streams_of(after):
        old, new = (stream_units(piece, name, names) for piece in (before, after))
        yield from _of_units(name, old, new, is_passage=True)
    for name in rows_of(after):
        old, new = (row_units(piece, name, names) for piece in (before, after))
        yield from _of_units(name, old, new, is_passage=False)


def _of_field(old: Text, new: Text) -> Iterator[Section]:
    if not old.same_as(new):
        kind = Kind.ADDED if not old.words else Kind.REMOVED if not new.words else Kind.CHANGED
        line = Line(new.place, "", _runs(old, new))
        yield Section(new.place, new.label, new.place, kind, (line,))


def _many(piece: Any, name: str) -> list[str]:
    return [str(chosen) for chosen in getattr(piece, name).all()]


def _tags(piece: Any, names: Names) -> list[str]:
    found = ((Tag, item.tag_id) for item in getattr(piece, TAGS).all())
    return [names[tag] for tag in found if tag in names]


def _of_names(field: str, label: str, old: list[str], new: list[str]) -> Iterator[Section]:
    """Compare names whose order says nothing."""
    gone = [name for name in old if name not in new]
    come = [name for name in new if name not in old]
    if gone or come:
        kind = Kind.ADDED if not old else Kind.REMOVED if not new else Kind.CHANGED
        runs = (*whole("、".join(gone), RunKind.DELETED), *whole("、".join(come), RunKind.INSERTED))
        yield Section(field, label, field, kind, (Line(field, "", runs),))


def _of_units(
    field: str, old: Sequence[Unit], new: Sequence[Unit], *, is_passage: bool
) -> Iterator[Section]:
    for match in paired(old, new):
        for section in _of_match(field, match):
            yield replace(section, is_passage=is_passage)


def _of_match(field: str, match: Match) -> Iterator[Section]:
    if match.before and match.after:
        yield _together(field, match.before, match.after, match.is_moved)
    elif match.before:
        yield _alone(field, match.before, Kind.REMOVED, RunKind.DELETED)
    elif match.after:
        yield _alone(field, match.after, Kind.ADDED, RunKind.INSERTED)


def _together(field: str, old: Unit, new: Unit, is_moved: bool) -> Section:
    lines = tuple(_lines(old, new))
    has_new_words = any(run.kind != RunKind.EQUAL for line in lines for run in line.runs)
    notes = tuple(_notes(old, new, is_moved))
    if is_moved:
        kind = Kind.MOVED
    elif has_new_words:
        kind = Kind.CHANGED
    else:
        kind = Kind.FORMATTED if notes else Kind.SAME
    return Section(field, new.label, new.place, kind, lines, notes)


def _alone(field: str, unit: Unit, kind: Kind, fate: RunKind) -> Section:
    lines = (Line(text.place, text.label, whole(text.words, fate)) for text in unit.texts)
    shown = tuple(line for line in lines if line.runs)
    return Section(field, unit.label, unit.place, kind, shown)


def _lines(old: Unit, new: Unit) -> Iterator[Line]:
    """Compare texts of the same label; those that only one of the two has come or go."""
    left = {text.label: text for text in old.texts}
    for text in new.texts:
        earlier = left.pop(text.label, Text(text.place, text.label, ""))
        if earlier.words or text.words:
            yield Line(text.place, text.label, _runs(earlier, text))
    for text in left.values():
        if text.words:
            yield Line(text.place, text.label, whole(text.words, RunKind.DELETED))


def _runs(old: Text, new: Text) -> tuple[Run, ...]:
    if old.same_as(new):
        return whole(new.words, RunKind.EQUAL)
    if new.is_value:
        return (*whole(old.words, RunKind.DELETED), *whole(new.words, RunKind.INSERTED))
    return diff_words(old.words, new.words)


def _notes(old: Unit, new: Unit, is_moved: bool) -> Iterator[str]:
    if is_moved:
        yield f"原来的位置：{old.label}"
    if old.form != new.form and new.form in BECOMES:
        yield BECOMES[new.form]
    yield from notes_on(old.spans, new.spans, old.words, new.words)

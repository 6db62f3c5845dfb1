"""Import of honours from a table: every row is checked first, then all are stored or none.

A row is an honour of the register where the same person holds it already by title and year
(``rules.wording_key``). Of a known honour only what is empty is filled, and a basis that was only
stated becomes the one of the table. Whoever is not in the register gets an entry, which nobody
sees until their consent is recorded.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from editorial.errors import ReviewRefused
from people.importing.workbook import Row
from people.models import Unit, User
from people.roles import has_role
from stories.forms import FIRST_YEAR
from stories.honours import columns as col
from stories.honours.rules import wording_key
from stories.models import Basis, Exemplar, Honour
from stories.portraits.actions import KEEPERS

IMPORTED = "stories.honour.import"
BATCH = 500
CREATED, FILLED, UNCHANGED = "新增", "补全", "无变化"
_FIELDS = ("level", "issuing_body", "document_number")


@dataclass
class ImportResult:
    """What an import did or would do; keyed by the number of the row.

    Attributes:
        newcomers: names of persons who were not in the register.
    """

    problems: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    outcomes: dict[int, str] = field(default_factory=dict)
    newcomers: list[str] = field(default_factory=list)

    @property
    def is_ok(self) -> bool:
        """Whether everything can be stored."""
        return not self.problems

    @property
    def counts(self) -> dict[str, int]:
        """How many rows had each outcome."""
        found = list(self.outcomes.values())
        return {outcome: found.count(outcome) for outcome in (CREATED, FILLED, UNCHANGED)}


def check_honours(rows: list[Row], *, by: User) -> ImportResult:
    """Return what an import of ``rows`` would do; nothing is stored. Queries: 3.

    Args:
        rows: see ``people.importing.tables.read_table`` with ``columns.KNOWN``.
        by: an editor.

    Raises:
        ReviewRefused: ``by`` is no editor.
    """
    _require_editor(by)
    return _Register(rows).result


@transaction.atomic
def import_honours(rows: list[Row], *, by: User) -> ImportResult:
    """Store ``rows``, all or none; see ``check_honours``. Queries: some ten a thousand rows."""
    _require_editor(by)
    register = _Register(rows)
    if register.result.is_ok:
        register.store()
        if register.new or register.changed:
            first = next(iter((*register.new, *register.changed)))
            log(instance=first, action=IMPORTED, user=by, data=register.result.counts)
    return register.result


def _require_editor(by: User) -> None:
    if not has_role(by, *KEEPERS):
        raise ReviewRefused("只有编辑可以导入荣誉。")


class _Register:
    """The register in memory, and what the rows change of it."""

    def __init__(self, rows: list[Row]) -> None:
        self.result = ImportResult()
        self.units: dict[str, list[Unit]] = defaultdict(list)
        for unit in Unit.objects.all():
            self.units[unit.name].append(unit)
            self.units[unit.code].append(unit)
        self.people: dict[tuple[str, int], list[Exemplar]] = defaultdict(list)
        for person in Exemplar.objects.exclude(unit=None):
            self.people[person.name, person.unit_id or 0].append(person)
        self.honours: dict[tuple[int, str, int], Honour] = {}
        for honour in Honour.objects.order_by("-pk").select_related("holder"):
            self._know(honour, self._same(honour.holder))
        self.newcomers: list[Exemplar] = []
        self.new: list[Honour] = []
        self.changed: list[Honour] = []
        self.seen: dict[tuple[int, str, int], int] = {}
        for row in rows:
            self._take(row)

    def _same(self, person: Exemplar) -> Exemplar:
        known = self.people.get((person.name, person.unit_id or 0), [])
        return next((each for each in known if each.pk == person.pk), person)

    def _know(self, honour: Honour, holder: Exemplar) -> None:
        self.honours[id(holder), wording_key(honour.title), honour.year or 0] = honour

    def _take(self, row: Row) -> None:
        values, problems = _read(row)
        unit = self._unit_of(row, problems)
        holder = self._holder_of(row[col.NAME], unit, problems) if unit else None
        if holder is not None and not problems:
            place = (id(holder), wording_key(row[col.TITLE]), values["year"] or 0)
            if place in self.seen:
                problems.append(f"和第 {self.seen[place]} 行是同一项荣誉。")
            else:
                self.seen[place] = row.number
                self.result.outcomes[row.number] = self._plan(place, holder, values)
        if problems:
            self.result.problems[row.number] = problems

    def _unit_of(self, row: Row, problems: list[str]) -> Unit | None:
        text = row[col.UNIT]
        found = list({unit.pk: unit for unit in self.units.get(text, [])}.values())
        if len(found) == 1:
            return found[0]
        if not text:
            problems.append("请填写单位。")
        elif found:
            problems.append(f"有 {len(found)} 个单位叫“{text}”，请改填单位代码。")
        else:
            problems.append(f"没有叫“{text}”的单位，也没有这个单位代码。")
        return None

    def _holder_of(self, name: str, unit: Unit, problems: list[str]) -> Exemplar | None:
        if not name:
            return None
        known = self.people[name, unit.pk]
        if len(known) > 1:
            problems.append(f"{unit.name}有 {len(known)} 位{name}，请在后台逐条登记。")
            return None
        if not known and not problems:
            person = Exemplar(name=name, unit=unit)
            person.settle_order()
            self.newcomers.append(person)
            self.result.newcomers.append(name)
            known.append(person)
        return known[0] if known else None

    def _plan(self, place: tuple[int, str, int], holder: Exemplar, values: dict[str, Any]) -> str:
        honour = self.honours.get(place)
        if honour is None:
            honour = Honour(holder=holder, **values)
            self.honours[place] = honour
            self.new.append(honour)
            return CREATED
        empty = {
            each: values[each] for each in _FIELDS if values[each] and not getattr(honour, each)
        }
        if honour.basis == Basis.STATED and values["basis"] != Basis.STATED:
            empty["basis"] = values["basis"]
        for name, value in empty.items():
            setattr(honour, name, value)
        if empty:
            self.changed.append(honour)
        return FILLED if empty else UNCHANGED

    def store(self) -> None:
        """Write what the rows change."""
        Exemplar.objects.bulk_create(self.newcomers, batch_size=BATCH)
        for honour in self.new:
            honour.holder_id = honour.holder.pk
        Honour.objects.bulk_create(self.new, batch_size=BATCH)
        Honour.objects.bulk_update(self.changed, [*_FIELDS, "basis"], batch_size=BATCH)


def _read(row: Row) -> tuple[dict[str, Any], list[str]]:
    """Return the facts of a row with what is wrong with them by themselves."""
    problems = [f"请填写{name}。" for name in (col.NAME, col.TITLE) if not row[name]]
    problems += [
        f"{name}最多 {longest} 个字。"
        for name, longest in col.LONGEST.items()
        if len(row[name]) > longest
    ]
    if row[col.TITLE] and not wording_key(row[col.TITLE]):
        problems.append("荣誉名称里没有文字。")
    level, basis = row[col.LEVEL], row[col.BASIS]
    if level and level not in col.LEVELS:
        problems.append(f"级别只能是{'、'.join(col.LEVELS)}，或不填。")
    if basis and basis not in col.BASES:
        problems.append(f"依据只能是{'、'.join(col.BASES)}，或不填。")
    values = {
        "title": row[col.TITLE],
        "year": _year(row[col.YEAR], problems),
        "level": col.LEVELS.get(level),
        "issuing_body": row[col.BODY],
        "document_number": row[col.DOCUMENT],
        # A table of the office comes from documents, unless it says otherwise.
        "basis": col.BASES.get(basis, Basis.DOCUMENT),
    }
    return values, problems


def _year(text: str, problems: list[str]) -> int | None:
    bare = text.removesuffix("度").removesuffix("年").strip()
    if not bare:
        return None
    last = timezone.localdate().year
    if bare.isascii() and bare.isdigit() and FIRST_YEAR <= int(bare[:6]) <= last:
        return int(bare)
    problems.append(f"年度请填 {FIRST_YEAR} 到 {last} 之间的四位数字。")
    return None

"""Reads of the register; whatever the public gets to see of it begins here."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q

from stories.honours.rules import Wording, meant_by
from stories.models import Exemplar, Honour, HonourWording, Portrayal, StoryPage
from stories.models.honours import HonourQuerySet
from stories.portraits.queries import shown_exemplars


@dataclass(frozen=True)
class HonourLine:
    """An honour as a page shows it.

    Attributes:
        note: a word on its standing; empty for one that was verified.
    """

    title: str
    year: int | None = None
    level: str = ""
    issuing_body: str = ""
    document_number: str = ""
    note: str = ""


STATED_NOTE = "据来稿"
UNKNOWN_NOTE = "发布后进入荣誉名录待核对"
REVOKED_NOTE = "已撤销，读者看不到"


def public_honours(*, on: date | None = None) -> HonourQuerySet:
    """Return the register as anyone may read it: in force, verified, of persons who agreed.

    Args:
        on: the day for which consents are asked; today if not given.
    """
    holders = shown_exemplars(on=on).filter(pk=OuterRef("holder"))
    return Honour.objects.in_force().verified().filter(Exists(holders))


def narrowed(
    honours: HonourQuerySet, *, year: int | None, level: int | None, words: str
) -> HonourQuerySet:
    """Keep the honours of a year and a level whose title or holder has the words."""
    if year:
        honours = honours.filter(year=year)
    if level:
        honours = honours.filter(level=level)
    if words:
        honours = honours.filter(Q(title__icontains=words) | Q(holder__name__icontains=words))
    return honours


def for_register(honours: HonourQuerySet, *, strokes: bool) -> HonourQuerySet:
    """Order the register by year, level and name, with what its lines show. Queries: 1."""
    key = "holder__stroke_key" if strokes else "holder__pinyin_key"
    ordered = honours.order_by(
        F("year").desc(nulls_last=True), F("level").asc(nulls_last=True), key, "pk"
    )
    return ordered.select_related("holder__unit")


def honours_of(person: Exemplar) -> list[HonourLine]:
    """Return the honours in force of a person, newest first. Queries: 1."""
    return [_line(honour) for honour in person.honours.in_force().newest_first()]


def honours_in_story(page: StoryPage, *, for_review: bool = False) -> list[HonourLine]:
    """Return the honours that a story states, as the register has them now.

    Readers get those in force alone: what the register took back, or does not know, is left out.
    Reviewers see both marked, for they decide about the words. Queries: at most 3.

    Args:
        page: any version.
        for_review: it is a preview.
    """
    stated = list(page.honours.all())
    if not stated:
        return []
    people = Portrayal.objects.filter(page=page.pk).values("exemplar")
    honours = {honour.pk: honour for honour in Honour.objects.filter(holder__in=people)}
    wordings = wordings_of(honours.values())
    lines: dict[HonourLine, None] = {}
    for row in stated:
        found = honours.get(meant_by(row.title, row.year, wordings) or 0)
        if found is not None and found.revoked_on is None:
            lines[_line(found)] = None
        elif for_review:
            note = REVOKED_NOTE if found else UNKNOWN_NOTE
            line = HonourLine(row.title, row.year, row.level, row.issuing_body, note=note)
            lines[line] = None
    return list(lines)


def wordings_of(honours: Collection[Honour] | Iterable[Honour]) -> list[Wording]:
    """Return how some honours may be called. Queries: 1; none for no honours."""
    standing = {honour.pk: honour.revoked_on is None for honour in honours}
    if not standing:
        return []
    rows = HonourWording.objects.filter(honour__in=standing).values_list("honour", "key", "year")
    return [Wording(pk, key, year, standing[pk]) for pk, key, year in rows]


def numbers_by(honours: HonourQuerySet, field: str) -> dict[int, int]:
    """Return how many of the honours there are by ``year`` or ``level``. Queries: 1."""
    known = honours.exclude(**{field: None}).order_by().values_list(field)
    return dict(known.annotate(number=Count("pk")).order_by(field))


def stories_naming(honour: Honour) -> list[tuple[StoryPage, bool]]:
    """Return the live stories of the holder, each with whether its text names the honour.

    The register does not reach words inside a text: a chief editor has to look. Queries: 1.
    """
    pages = StoryPage.objects.live().filter(portrayals__exemplar=honour.holder_id)
    return [
        (page, honour.title in f"{page.title}{page.summary}{page.body_text}")
        for page in pages.order_by("-first_published_at")
    ]


def _line(honour: Honour) -> HonourLine:
    return HonourLine(
        honour.title,
        honour.year,
        honour.level_name,
        honour.issuing_body,
        honour.document_number,
        "" if honour.is_verified else STATED_NOTE,
    )

"""Reads of contests: where they stand, who may judge what, results as they are computed."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from forums.contests import rules, scoring
from forums.contests.awarding import Level, Standing, standings
from forums.models import (
    Admission,
    Assignment,
    Contest,
    Criterion,
    Entry,
    ForumEventPage,
    Juror,
    Objection,
)
from forums.registration.queries import organises
from people.colleagues import CENTRE, Circle, circles_of, circles_of_unit
from people.models import User
from portal.queries import readable_pages


def contest_of(page_id: int) -> Contest | None:
    """Return the contest of an event with its event, if it was set up. Queries: 1."""
    rows = Contest.objects.select_related("page", "page__admission")
    return rows.filter(page_id=page_id).first()


def facts_of(contest: Contest) -> rules.ContestFacts:
    """Return what decides where a contest stands. Queries: ≤ 3; none once it was drawn."""
    admission = getattr(contest.page, "admission", None)
    is_called_off = admission is not None and admission.state == Admission.State.CALLED_OFF
    return rules.ContestFacts(
        is_open=contest.page.live and not is_called_off,
        is_ready=contest.is_drawn or _is_ready(contest),
        entry_opens_at=contest.entry_opens_at,
        entry_closes_at=contest.entry_closes_at,
        drawn_at=contest.drawn_at,
        published_at=contest.published_at,
        objection_days=contest.objection_days,
    )


def _is_ready(contest: Contest) -> bool:
    weights = list(contest.criteria.values_list("weight", flat=True))
    return not rules.weight_problem(weights) and contest.groups.exists() and contest.levels.exists()


def phase_of(contest: Contest, now: datetime | None = None) -> rules.Phase:
    """Return where a contest stands now. Queries: as ``facts_of``."""
    return rules.phase_of(facts_of(contest), now or timezone.now())


# -- who ------------------------------------------------------------------------------------


def leads(user: Any, page: ForumEventPage) -> bool:
    """Whether somebody runs a contest: runs the event, and does not judge. Queries: ≤ 3.

    Who runs it sees names; who judges must not.
    """
    return organises(user, page) and not judges(user, page.pk)


def judges(user: Any, page_id: int) -> bool:
    """Whether somebody is a juror of the contest of an event. Queries: 1."""
    if not user.is_authenticated:
        return False
    return Juror.objects.filter(contest__page_id=page_id, user=user, left_at=None).exists()


def barring(circles: Iterable[Circle], contest: Contest) -> frozenset[Circle]:
    """Return those of the circles that bar by the rules of this contest."""
    return frozenset(c for c in circles if c.kind != CENTRE or contest.bars_centre)


@dataclass
class Conflicts:
    """Who is barred from what, known at once for all jurors and entries."""

    contest: Contest
    circles: dict[int, frozenset[Circle]]

    def between(self, juror: Juror, entry: Entry) -> str:
        """Return the kind of conflict; empty: none. ``entry`` comes with its unit."""
        then = circles_of_unit(entry.unit) if entry.unit else []
        return rules.conflict(
            juror_id=juror.user_id,
            contestant_id=entry.contestant_id,
            juror_circles=barring(self.circles.get(juror.user_id, ()), self.contest),
            contestant_circles=barring(
                (*self.circles.get(entry.contestant_id, ()), *then), self.contest
            ),
        )


def conflicts_of(contest: Contest, jurors: Iterable[Juror], entries: Iterable[Entry]) -> Conflicts:
    """Return the conflicts of people. Queries: those of the hook, whatever the numbers."""
    ids = {juror.user_id for juror in jurors} | {entry.contestant_id for entry in entries}
    return Conflicts(contest, circles_of(ids))


def may_judge(
    contest: Contest, jurors: Collection[Juror], entries: Collection[Entry]
) -> dict[int, set[int]]:
    """Return by entry the jurors who may judge it: of its group, without conflict.

    Args:
        jurors: with their groups; entries: with their unit.

    Queries: 1, and those of the hook.
    """
    conflicts = conflicts_of(contest, jurors, entries)
    had: dict[int, set[int]] = {}
    pairs = Assignment.objects.filter(entry__in=[entry.pk for entry in entries])
    for entry_id, juror_id in pairs.values_list("entry", "juror"):
        had.setdefault(entry_id, set()).add(juror_id)
    groups = {juror.pk: {group.pk for group in juror.groups.all()} for juror in jurors}
    return {
        entry.pk: {
            juror.pk
            for juror in jurors
            if juror.pk not in had.get(entry.pk, ())
            and (not groups[juror.pk] or entry.group_id in groups[juror.pk])
            and not conflicts.between(juror, entry)
        }
        for entry in entries
    }


# -- jurors ---------------------------------------------------------------------------------


def assignments_of(juror: Juror) -> QuerySet[Assignment]:
    """Return what a juror has to judge, by blind number. Queries: 1, when read."""
    rows = Assignment.objects.standing().filter(juror=juror)
    return rows.select_related("entry__group").order_by(
        F("handed_in_at").asc(nulls_first=True), "entry__blind_number"
    )


def juries_of(user: User) -> list[Juror]:
    """Return the contests that somebody judges, with how much is done. Queries: 1."""
    standing = Q(assignments__ended_at=None, assignments__entry__state=Entry.State.ENTERED)
    rows = Juror.objects.filter(user=user, left_at=None).annotate(
        given=Count("assignments", filter=standing),
        done=Count("assignments", filter=standing & Q(assignments__handed_in_at__isnull=False)),
    )
    return list(rows.select_related("contest__page").order_by("-contest__judging_ends_at"))


def jurors_of(contest: Contest) -> list[Juror]:
    """Return all jurors with their groups, unit, and how much they have and did. Queries: 2."""
    standing = Q(assignments__ended_at=None, assignments__entry__state=Entry.State.ENTERED)
    rows = contest.jurors.annotate(
        given=Count("assignments", filter=standing, distinct=True),
        done=Count(
            "assignments",
            filter=standing & Q(assignments__handed_in_at__isnull=False),
            distinct=True,
        ),
    )
    rows = rows.select_related("user__teacher_profile__unit").prefetch_related("groups")
    return list(rows.order_by(F("left_at").asc(nulls_first=True), "pk"))


# -- entrants -------------------------------------------------------------------------------


def entries_of(user: User) -> QuerySet[Entry]:
    """Return somebody's entries, the latest first. Queries: 1, when read."""
    rows = Entry.objects.filter(contestant=user)
    return rows.select_related("contest__page__admission", "group", "award").order_by("-pk")


def open_contests(user: User) -> list[Contest]:
    """Return the contests that take entries now and that somebody may read. Queries: 3."""
    now = timezone.now()
    rows = Contest.objects.filter(entry_closes_at__gt=now, drawn_at=None).select_related(
        "page", "page__admission"
    )
    rows = rows.filter(Q(entry_opens_at=None) | Q(entry_opens_at__lte=now))
    rows = rows.annotate(
        n_groups=Count("groups", distinct=True), n_levels=Count("levels", distinct=True)
    ).filter(n_groups__gt=0, n_levels__gt=0)
    found = list(rows.order_by("entry_closes_at")[:50])
    pages = ForumEventPage.objects.filter(pk__in=[contest.page_id for contest in found])
    readable = set(readable_pages(user, pages).values_list("pk", flat=True))
    called_off = Admission.State.CALLED_OFF
    return [
        contest
        for contest in found
        if contest.page_id in readable
        and getattr(getattr(contest.page, "admission", None), "state", "") != called_off
    ]


# -- organisers -----------------------------------------------------------------------------


def all_entries(contest: Contest, group: int | None = None) -> QuerySet[Entry]:
    """Return the entries of a contest with people, files and progress. Queries: 2, when read."""
    standing = Q(assignments__ended_at=None)
    rows = Entry.objects.filter(contest=contest)
    if group:
        rows = rows.filter(group_id=group)
    rows = rows.annotate(
        given=Count("assignments", filter=standing),
        done=Count("assignments", filter=standing & Q(assignments__handed_in_at__isnull=False)),
    )
    rows = rows.select_related("contestant", "unit", "group", "award").prefetch_related("files")
    return rows.order_by("group__order", "group", "number")


def numbers_of(contest: Contest) -> dict[str, int]:
    """Return how far a contest is. Queries: 3."""
    counts = Counter(dict(contest.entries.order_by().values_list("state").annotate(n=Count("pk"))))
    standing = Assignment.objects.standing().filter(entry__contest=contest)
    given = standing.aggregate(all=Count("pk"), done=Count("pk", filter=~Q(handed_in_at=None)))
    objections = Objection.objects.filter(entry__contest=contest, outcome=Objection.Outcome.OPEN)
    return {
        "entered": counts[Entry.State.ENTERED],
        "withdrawn": counts[Entry.State.WITHDRAWN],
        "excluded": counts[Entry.State.EXCLUDED],
        "given": given["all"],
        "done": given["done"],
        "objections": objections.count(),
    }


def not_ready(contest: Contest) -> list[Entry]:
    """Return the entries that have no file. Queries: 1."""
    rows = Entry.objects.standing().filter(contest=contest, files=None)
    return list(rows.select_related("contestant").order_by("number"))


def short_of_jurors(contest: Contest) -> list[Entry]:
    """Return the entries that too few jurors judge. Queries: 1."""
    rows = Entry.objects.standing().filter(contest=contest)
    rows = rows.annotate(given=Count("assignments", filter=Q(assignments__ended_at=None)))
    return list(rows.filter(given__lt=contest.jurors_per_entry).order_by("blind_number"))


# -- results --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Computed:
    """What the points of one entry come to."""

    entry: Entry
    result: scoring.Result
    standing: Standing | None
    explanation: dict[str, Any]


def way_of(contest: Contest) -> scoring.Way:
    """Return how the totals of a contest become a result."""
    return scoring.Way(contest.combine, contest.drop_highest, contest.drop_lowest, contest.places)


def criteria_of(contest: Contest) -> list[scoring.Weighed]:
    """Return the criteria as they count. Queries: 1."""
    rows: QuerySet[Criterion] = contest.criteria.all()
    return [scoring.Weighed(row.pk, row.title, row.weight, row.most) for row in rows]


def computed(contest: Contest) -> list[Computed]:
    """Return the results of all entries from the points handed in so far. Queries: 5."""
    criteria, way = criteria_of(contest), way_of(contest)
    done = Assignment.objects.handed_in().prefetch_related("scores").order_by("pk")
    entries = Entry.objects.standing().filter(contest=contest)
    entries = entries.select_related("contestant", "unit", "group", "award")
    rows = entries.prefetch_related(Prefetch("assignments", queryset=done, to_attr="sheets"))
    found = [(entry, _result(entry, criteria, way)) for entry in rows.order_by("number")]
    places = _places(contest, found)
    return [
        Computed(entry, result, places.get(entry.pk), scoring.explained(result, criteria, way))
        for entry, result in found
    ]


def _result(entry: Any, criteria: list[scoring.Weighed], way: scoring.Way) -> scoring.Result:
    sheets = [
        scoring.Sheet(
            row.juror_id,
            {score.criterion_id: score.value for score in row.scores.all()},
            row.comment,
        )
        for row in entry.sheets
    ]
    return scoring.result_of(sheets, criteria, way)


def _places(contest: Contest, found: Sequence[tuple[Entry, scoring.Result]]) -> dict[int, Standing]:
    levels = [Level(row.pk, row.most, row.least_result) for row in contest.levels.all()]
    groups: dict[int, dict[int, Any]] = {}
    for entry, result in found:
        if result.value is not None:
            groups.setdefault(entry.group_id, {})[entry.pk] = result.value
    places: dict[int, Standing] = {}
    for results in groups.values():
        places |= standings(results, levels, contest.ties)
    return places

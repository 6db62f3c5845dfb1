"""What waits for an editor; each docstring gives the number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from discussions.enums import State
from discussions.models import Contribution, Report, Version
from discussions.places import Place, load_places
from people.models import User

MOST_REPORTS = 100


@dataclass(frozen=True)
class Waiting:
    """A version that waits, and the place to which it belongs."""

    version: Version
    place: Place


def _waiting(editor: User) -> QuerySet[Version]:
    waiting = Version.objects.filter(state=State.WAITING, contribution__withdrawn_at=None)
    waiting = waiting.filter(contribution__hidden_at=None)
    return waiting.exclude(contribution__author=editor)


def _reports(editor: User) -> QuerySet[Report]:
    reports = Report.objects.filter(settled_at=None, contribution__is_visible=True)
    return reports.exclude(contribution__author=editor)


def _open_to(editor: User) -> Q:
    """Narrow to the places that an editor may read. Queries: 1, and those of ``load``."""
    said = "contribution__topic__"
    columns = (f"{said}kind", f"{said}place_id")
    waiting = _waiting(editor).order_by().values_list(*columns)
    keys = set(waiting.union(_reports(editor).order_by().values_list(*columns)))
    by_kind: dict[str, list[int]] = {}
    for name, pk in load_places(editor, keys):
        by_kind.setdefault(name, []).append(pk)
    reach = Q(pk__in=[])  # where nothing waits, nobody is asked
    for name, pks in by_kind.items():
        reach |= Q(**{f"{said}kind": name, f"{said}place_id__in": pks})
    return reach


def waiting_versions(editor: User) -> QuerySet[Version]:
    """Return the versions about which an editor may decide, the longest waiting first.

    Never the editor's own, and none of a place that the editor may not read. Queries: those of
    ``_open_to`` now, 2 when read.
    """
    found = _waiting(editor).filter(_open_to(editor)).order_by("made_at", "pk")
    return found.select_related(
        "contribution__topic",
        "contribution__author",
        "contribution__unit",
        "contribution__shown",
        "contribution__quoted__shown",
        "contribution__quoted__author",
    ).prefetch_related("mentions")


def with_places(editor: User, versions: Iterable[Version]) -> list[Waiting]:
    """Return versions with their places. Queries: those of ``load``, for any number."""
    versions = list(versions)
    places = load_places(editor, {_key(version.contribution) for version in versions})
    return [Waiting(v, places[_key(v.contribution)]) for v in versions]


def reported(editor: User) -> list[tuple[Contribution, Place, list[Report]]]:
    """Return what readers have reported, with the reports; the first that came, no more than
    ``MOST_REPORTS``. Queries: 5, and twice those of ``load``.
    """
    reports = _reports(editor).filter(_open_to(editor)).order_by("made_at", "pk")
    by_post: dict[int, list[Report]] = {}
    for report in reports[:MOST_REPORTS]:
        by_post.setdefault(report.contribution_id, []).append(report)
    posts = Contribution.objects.filter(pk__in=by_post).with_words().select_related("topic")
    found = {post.pk: post for post in posts}
    places = load_places(editor, {_key(post) for post in found.values()})
    return [
        (found[pk], places[_key(found[pk])], rows) for pk, rows in by_post.items() if pk in found
    ]


def waiting_count(editor: User) -> int:
    """Return how many versions and reported contributions wait for an editor.

    Queries: 3, and those of ``load``; 1 where nothing waits.
    """
    reach = _open_to(editor)
    reports = _reports(editor).filter(reach).values(post=F("contribution")).distinct()
    return _waiting(editor).filter(reach).count() + reports.count()


def _key(contribution: Contribution) -> tuple[str, int]:
    return contribution.topic.kind, contribution.topic.place_id

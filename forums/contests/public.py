"""What everybody reads of a contest: the awards, by level; never a ranking of schools."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from forums.contests.access import readable_contest
from forums.contests.serving import entry_file_response
from forums.models import Contest, Entry, EntryFile, ForumEventPage
from portal.queries import readable_pages
from search.pinyin import read


@dataclass(frozen=True)
class AwardList:
    """One award of one group with those who got it, in the order of the setting."""

    title: str
    entries: list[Entry]


@dataclass(frozen=True)
class GroupAwards:
    """The awards of one group."""

    title: str
    awards: list[AwardList]


def awards_of(contest: Contest) -> list[GroupAwards]:
    """Return the published awards. Queries: 2; none before publication.

    Name, unit and work stand there with the entrant's consent only (``names_public``,
    ``work_public``).
    """
    if not contest.is_published:
        return []
    rows = Entry.objects.standing().filter(contest=contest, award__isnull=False)
    rows = rows.select_related("contestant", "unit", "award", "group").prefetch_related("files")
    in_list = _orders(contest)

    def whole_order(entry: Entry) -> Any:
        group, award = entry.group, entry.award
        return (group.order, group.pk, award.order, award.pk, *in_list(entry))

    return [
        GroupAwards(
            group.title,
            [
                AwardList(award.title, list(entries))
                for award, entries in groupby(of_group, key=attrgetter("award"))
            ],
        )
        for group, of_group in groupby(sorted(rows, key=whole_order), key=attrgetter("group"))
    ]


def _orders(contest: Contest) -> Any:
    def by_name(entry: Entry) -> Any:
        # Those who are not named stand at the end, so that their place does not name them.
        if not entry.names_public:
            return (1, "", "", entry.number)
        name = entry.contestant.name
        return (0, read(name, is_name=True).full, name, entry.number)

    def by_score(entry: Entry) -> Any:
        return (entry.place, entry.number)

    def by_number(entry: Entry) -> Any:
        return (entry.number,)

    return {
        Contest.Order.NAME: by_name,
        Contest.Order.SCORE: by_score,
        Contest.Order.NUMBER: by_number,
    }[Contest.Order(contest.order)]


def published_contest(page: ForumEventPage) -> Contest | None:
    """Return the contest of an event where one was set up. Queries: 1; none for other events."""
    if page.event_kind != ForumEventPage.EventKind.CONTEST or page.pk is None:
        return None
    return Contest.objects.filter(page=page).select_related("page__admission").first()


@require_safe
@never_cache
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """The awards, and how they were computed. Queries: constant."""
    contest = readable_contest(request, pk)
    if not contest.is_published:
        raise Http404("结果还没有公布。")
    context = {
        "page": contest.page,
        "contest": contest,
        "groups": awards_of(contest),
        "criteria": list(contest.criteria.all()),
        "entered": Entry.objects.standing().filter(contest=contest).count(),
        "page_title": f"获奖名单：{contest.page.title}",
    }
    return render(request, "forums/contests/results.html", context)


@require_safe
@never_cache
def work(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a file of an entry that got an award, as long as its entrant agrees. Queries: ≤ 4."""
    rows = EntryFile.objects.filter(
        pk=pk,
        entry__state=Entry.State.ENTERED,
        entry__work_public=True,
        entry__award__isnull=False,
        entry__contest__published_at__isnull=False,
    )
    found = rows.select_related("entry__contest", "document", "image").first()
    if found is None:
        raise Http404("没有这个文件。")
    pages = ForumEventPage.objects.filter(pk=found.entry.contest.page_id)
    if not readable_pages(request.user, pages).exists():
        raise Http404("没有这个文件。")
    return entry_file_response(request, found, f"{found.entry.number}号作品-{found.pk}")

"""What other floors ask of the reading section."""

from collections.abc import Mapping

from django.urls import ResolverMatch
from django.utils import timezone
from wagtail import hooks

from reading.models import PassageDay, Work


@hooks.register("dead_addresses")
def dead_addresses(matches: Mapping[str, ResolverMatch]) -> set[str]:
    """Return the addresses of books and passages that do not exist. Queries: 0 to 2."""
    books = _asked(matches, "reading:book", "pk")
    days = _asked(matches, "reading:passage", "day")
    works = set(Work.objects.filter(pk__in=books.values()).values_list("pk", flat=True))
    shown = PassageDay.objects.on_or_before(timezone.localdate()).filter(date__in=days.values())
    dates = set(shown.values_list("date", flat=True))
    return {path for path, pk in books.items() if pk not in works} | {
        path for path, day in days.items() if day not in dates
    }


def _asked(matches: Mapping[str, ResolverMatch], view: str, argument: str) -> dict[str, object]:
    return {
        path: match.kwargs[argument] for path, match in matches.items() if match.view_name == view
    }

"""Reads of the stories that other floors show; each docstring gives the number of queries."""

from dataclasses import dataclass

from django.db.models import DateField
from django.utils import timezone

from portal.prepared import Prepared
from stories.honours.queries import public_honours


@dataclass(frozen=True)
class RecentHonour:
    """An honour as a list shows it.

    Attributes:
        year: of the award; nothing where the document does not say.
        url: of the page about the person.
    """

    title: str
    year: int | None
    level: str
    issuing_body: str
    person_name: str
    url: str


_newest_honours = Prepared(
    lambda most, on: public_honours(on=on).newest_first().select_related("holder")[:most],
    on=DateField(),
)


def recent_honours(most: int) -> list[RecentHonour]:
    """Return honours of the public register, the latest years first. Queries: 1."""
    honours = _newest_honours(most, on=timezone.localdate())
    return [
        RecentHonour(
            title=honour.title,
            year=honour.year,
            level=honour.get_level_display() if honour.level else "",
            issuing_body=honour.issuing_body,
            person_name=honour.holder.name,
            url=honour.holder.get_absolute_url(),
        )
        for honour in honours
    ]

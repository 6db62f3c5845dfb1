"""What search engines read about a person: schema.org's Person."""

from collections.abc import Iterable

from django.http import HttpRequest

from portal.structured import Data, in_full, thing
from stories.honours.queries import HonourLine
from stories.models import Exemplar


def person_data(
    person: Exemplar, honours: Iterable[HonourLine], request: HttpRequest, *, portrait: str = ""
) -> Data:
    """Return the description of a person whom readers may see. Queries: 0.

    Args:
        honours: those that the page shows.
        portrait: path of the portrait, where it may be shown.
    """
    return thing(
        "Person",
        name=person.name,
        url=in_full(request, person.get_absolute_url()),
        jobTitle=person.title,
        description=person.introduction,
        worksFor=thing("School", name=person.unit.name) if person.unit else None,
        # What nobody has verified is not told to machines, which lose the note.
        award=[
            f"{each.year}年{each.title}" if each.year else each.title
            for each in honours
            if not each.note
        ],
        image=in_full(request, portrait),
    )

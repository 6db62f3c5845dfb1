"""The kinds of submission as the desk offers them."""

from dataclasses import dataclass

from django.urls import reverse

from editorial.desk.writing import form_class
from editorial.queries import submission_types

ORDER = (
    "reading-log",
    "book-list",
    "study-corner",
    "story",
    "forum-event",
    "workshop-showcase",
)


@dataclass(frozen=True)
class Kind:
    """One kind to write: its word in addresses, its name, one line about it, its form."""

    word: str
    title: str
    text: str
    url: str


def kinds() -> list[Kind]:
    """Return the kinds that can be written, the most frequent first. Queries: none."""
    types = {word: model for word, model in submission_types().items() if model.is_offered}
    known = [word for word in ORDER if word in types]
    words = known + sorted(set(types) - set(known))
    return [
        Kind(
            word,
            str(types[word]._meta.verbose_name),
            form_class(types[word]).explanation,
            reverse("editorial:new", args=[word]),
        )
        for word in words
    ]

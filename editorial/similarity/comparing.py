"""A text beside others: what is common, how much of it, and where."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from editorial.similarity.normalise import Normalised, normalise
from editorial.similarity.results import Excerpt, Found, Passage
from editorial.similarity.rules import percent_of
from editorial.similarity.runs import Run, common_runs, covered
from editorial.similarity.winnowing import GUARANTEED, SHINGLE, WINDOW, shingle_hashes

# Characters shown on either side of common words.
AROUND = 24
# Of one text; the longest are kept.
MOST_PASSAGES = 40
# So many characters in a row are no set phrase, however many have them.
LONGEST_PHRASE = 100


@dataclass(frozen=True)
class Other:
    """A text to compare with; the attributes are those of ``Found``."""

    title: str
    text: str
    author_name: str = ""
    page_id: int | None = None
    revision_id: int | None = None
    url: str = ""


def compare(
    words: str, others: Iterable[Other], *, common: Collection[int] = ()
) -> tuple[int, list[Found]]:
    """Return the share of ``words`` that stands elsewhere, and where; the largest share first.

    A text counts from ``GUARANTEED`` characters on that are no set phrase: fewer are a title or a
    name, and would be found or not as chance has it.

    Args:
        words: the author's own words.
        others: what to compare with.
        common: the hashes that very many sources have.
    """
    here = normalise(words)
    phrases = _phrases(here.text, common)
    found: list[Found] = []
    all_runs: list[Run] = []
    for other in others:
        there = normalise(other.text)
        runs = [
            run
            for run in common_runs(here.text, there.text)
            if run.length > LONGEST_PHRASE or not all(phrases[run.here : run.end])
        ]
        if not _counts(runs, phrases):
            continue
        all_runs += runs
        longest = sorted(runs, key=lambda run: -run.length)[:MOST_PASSAGES]
        passages = tuple(
            Passage(
                _excerpt(words, here, run.here, run.length),
                _excerpt(other.text, there, run.there, run.length),
            )
            for run in sorted(longest, key=lambda run: run.here)
        )
        found.append(
            Found(
                title=other.title,
                author_name=other.author_name,
                percent=percent_of(covered(runs), len(here.text)),
                passages=passages,
                page_id=other.page_id,
                revision_id=other.revision_id,
                url=other.url,
            )
        )
    found.sort(key=lambda each: -each.percent)
    return percent_of(covered(all_runs), len(here.text)), found


def _counts(runs: list[Run], phrases: bytearray) -> bool:
    """Whether two texts have more in common than titles, names and set phrases."""
    if any(run.length > LONGEST_PHRASE for run in runs):
        return True
    places = {place for run in runs for place in range(run.here, run.end) if not phrases[place]}
    return len(places) >= GUARANTEED


def _phrases(text: str, common: Collection[int]) -> bytearray:
    """Return for each character whether it may belong to a set phrase.

    A phrase can go on for less than a window beyond its fingerprint before the next one is due.
    """
    marked = bytearray(len(text))
    for position, value in enumerate(shingle_hashes(text) if common else ()):
        if value in common:
            first = max(0, position - WINDOW)
            last = min(len(text), position + SHINGLE + WINDOW)
            marked[first:last] = b"\x01" * (last - first)
    return marked


def _excerpt(text: str, normalised: Normalised, start: int, length: int) -> Excerpt:
    first, last = normalised.original_span(start, start + length)
    before = text[max(0, first - AROUND) : first]
    return Excerpt(before, text[first:last], text[last : last + AROUND])

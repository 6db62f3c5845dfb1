"""A text beside others: what is common, how much of it, and where."""

from collections.abc import Iterable
from dataclasses import dataclass

from editorial.similarity.normalise import Normalised, normalise
from editorial.similarity.results import Excerpt, Found, Passage
from editorial.similarity.rules import percent_of
from editorial.similarity.runs import Run, common_runs, covered
from editorial.similarity.winnowing import GUARANTEED

# Characters shown on either side of common words.
AROUND = 24
# Of one text; the longest are kept.
MOST_PASSAGES = 40


@dataclass(frozen=True)
class Other:
    """A text to compare with; the attributes are those of ``Found``."""

    title: str
    text: str
    author_name: str = ""
    page_id: int | None = None
    revision_id: int | None = None
    url: str = ""


def compare(words: str, others: Iterable[Other]) -> tuple[int, list[Found]]:
    """Return the share of ``words`` that stands elsewhere, and where; the largest share first.

    A text counts from ``GUARANTEED`` common characters on: fewer are a title, a name, a phrase, and
    would be found or not as chance has it.

    Args:
        words: the author's own words.
        others: what to compare with.
    """
    here = normalise(words)
    found: list[Found] = []
    all_runs: list[Run] = []
    for other in others:
        there = normalise(other.text)
        runs = common_runs(here.text, there.text)
        common = covered(runs)
        if common < GUARANTEED:
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
                percent=percent_of(common, len(here.text)),
                passages=passages,
                page_id=other.page_id,
                revision_id=other.revision_id,
                url=other.url,
            )
        )
    found.sort(key=lambda each: -each.percent)
    return percent_of(covered(all_runs), len(here.text)), found


def _excerpt(text: str, normalised: Normalised, start: int, length: int) -> Excerpt:
    first, last = normalised.original_span(start, start + length)
    before = text[max(0, first - AROUND) : first]
    return Excerpt(before, text[first:last], text[last : last + AROUND])

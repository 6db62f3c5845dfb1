"""Reads of comparisons; each docstring gives the number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from wagtail.models import Page

from editorial.enums import Verdict
from editorial.models import (
    Decision,
    EditorialSettings,
    Fingerprint,
    SimilarityReport,
    SimilaritySource,
)
from editorial.similarity.comparing import Other
from editorial.similarity.results import Found, Match, Report
from editorial.similarity.rules import level_of
from editorial.similarity.words import own_words
from people.models import User
from portal.queries import readable_pages

HIDDEN = "另一位老师尚未公开的稿件"
# Texts that are read and compared character by character.
MOST_CANDIDATES = 10
# A hash is kept for so many sources: a look-up reads at most this many rows for each hash.
# What so many pieces have is a phrase, unless a whole passage of such hashes is shared.
COMMON = 40
MANY_COMMON = 12  # some 100 characters in a row
# Parameters in one statement, below the least that SQLite's builds allow (999).
IN_ONE_STATEMENT = 900


def similarity_of(revision_id: int | None) -> SimilarityReport | None:
    """Return the stored comparison of a version, if there is one. Queries: 1."""
    return SimilarityReport.objects.filter(revision=revision_id).first()


def handed_in_revision_id(page_id: int) -> int | None:
    """Return the version of a piece that was handed in last. Queries: 1."""
    handed_in = Decision.objects.filter(page_id=page_id, verdict=Verdict.SUBMIT)
    return handed_in.order_by("-pk").values_list("revision_id", flat=True).first()


def chunks(hashes: Sequence[int]) -> Iterator[Sequence[int]]:
    """Divide hashes into what one statement can carry."""
    for start in range(0, len(hashes), IN_ONE_STATEMENT):
        yield hashes[start : start + IN_ONE_STATEMENT]


def candidates(
    hashes: Sequence[int], *, page_id: int, author_id: int | None
) -> tuple[list[int], set[int]]:
    """Return the sources, by number, that share most with a text, and the hashes very many have.

    None of the author's own is among the sources.

    Args:
        hashes: those of all shingles of the text, not only of its fingerprints: a phrase that
            many have is known by whichever shingle they kept.
        page_id: the piece itself, whoever owned it when it was taken in.
        author_id: whose text it is.

    Queries: one for each 900 characters; each hash has at most ``COMMON`` rows.
    """
    rare: Counter[int] = Counter()
    common: Counter[int] = Counter()
    common_hashes: set[int] = set()
    for some in chunks(sorted(set(hashes))):
        rows = Fingerprint.objects.filter(hash__in=some)
        holders: dict[int, list[int]] = defaultdict(list)
        own: set[int] = set()
        for value, source, page, author in rows.values_list(
            "hash", "source_id", "source__page_id", "source__author_id"
        ):
            holders[value].append(source)
            if page == page_id or (author is not None and author == author_id):
                own.add(source)
        for value, sources in holders.items():
            if len(sources) >= COMMON:
                common_hashes.add(value)
            counted = common if value in common_hashes else rare
            counted.update(source for source in sources if source not in own)
    shared = rare + Counter({s: n for s, n in common.items() if s in rare or n >= MANY_COMMON})
    return [source for source, _ in shared.most_common(MOST_CANDIDATES)], common_hashes


def others_of(source_ids: Sequence[int]) -> list[Other]:
    """Return the texts of sources, as they were handed in.

    Queries: 1, and one for each piece with pictures.
    """
    sources = SimilaritySource.objects.filter(pk__in=source_ids).order_by("pk")
    found = []
    for source in sources.select_related("author", "revision__content_type"):
        # ``as_object`` would ask for every row that the version points to, nine times a piece.
        model = source.revision.content_type.model_class()
        piece = model.from_serializable_data(source.revision.content, check_fks=False)
        piece.owner = source.author
        found.append(
            Other(
                title=piece.title,
                text=own_words(piece),
                author_name=piece.byline_author,
                page_id=source.page_id,
                revision_id=source.revision_id,
            )
        )
    return found


def shown_to(report: SimilarityReport, *, for_author: User | None) -> Report:
    """Return a comparison as one viewer may see it.

    A reviewer sees every title, byline and what stands around the common words. The author of the
    piece sees that only of versions which this author could read on the site anyway; of another's
    unpublished version, only the words that both have. Of a piece that is gone nobody sees any.

    Args:
        report: the stored comparison.
        for_author: the author who looks; ``None``: a reviewer, who was let in by the view.

    Queries: 2, those of ``readable_pages``, and the settings.
    """
    found = [Found.from_json(each) for each in report.matches]
    ids = {each.page_id for each in found if each.page_id}
    there = set(Page.objects.filter(pk__in=ids).values_list("pk", flat=True))
    readable = readable_pages(for_author, Page.objects.filter(pk__in=ids)).in_bulk()
    office = EditorialSettings.load()
    level = level_of(
        report.percent, attention=office.similarity_attention, hold=office.similarity_hold
    )
    matches = []
    for each in found:
        if each.page_id is None:
            matches.append(_open(each, each.url or None))
            continue
        page = readable.get(each.page_id)
        is_readable = page is not None and page.live_revision_id == each.revision_id
        if is_readable:
            matches.append(_open(each, page.get_url()))
        elif each.page_id in there:
            matches.append(_hidden(each) if for_author else _open(each, None))
    return Report(report.percent, level, tuple(matches))


def _open(found: Found, url: str | None) -> Match:
    return Match(found.title, found.author_name, url, found.percent, found.passages)


def _hidden(found: Found) -> Match:
    passages = tuple(
        type(passage)(passage.here, passage.there.alone()) for passage in found.passages
    )
    return Match(HIDDEN, "", None, found.percent, passages)

"""What changes the store of texts and the comparisons with it."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Count
from wagtail.models import Page, Revision

from editorial.enums import Verdict
from editorial.models import Decision, Fingerprint, SimilarityReport, SimilaritySource, Submission
from editorial.similarity.comparing import Other, compare
from editorial.similarity.normalise import normalise
from editorial.similarity.queries import (
    COMMON,
    candidates,
    chunks,
    handed_in_revision_id,
    others_of,
    similarity_of,
)
from editorial.similarity.winnowing import shingle_hashes, winnow
from editorial.similarity.words import own_words


def check(*, revision_id: int) -> SimilarityReport | None:
    """Compare a version with the pieces of others and its references; store what was found.

    Safe to run twice: a later comparison takes the place of the earlier one.

    Args:
        revision_id: a version of a ``Submission``; one that is gone is left alone.
    """
    revision = Revision.objects.filter(pk=revision_id).first()
    piece = revision.as_object() if revision else None
    if not isinstance(piece, Submission):
        return None
    words = own_words(piece)
    source_ids, common = candidates(
        shingle_hashes(normalise(words).text), page_id=piece.pk, author_id=piece.owner_id
    )
    others = others_of(source_ids)
    others += [Other(each.label, each.text, url=each.url) for each in piece.reference_texts()]
    percent, found = compare(words, others, common=common)
    matches = [each.as_json() for each in found]
    report, _ = SimilarityReport.objects.update_or_create(
        revision_id=revision_id, defaults={"percent": percent, "matches": matches}
    )
    return report


def report_of(revision_id: int) -> SimilarityReport | None:
    """Return the comparison of a version; one that was not made yet is made now.

    At 150,000 sources it takes a fraction of a second (``docs/similarity.md``).
    """
    return similarity_of(revision_id) or check(revision_id=revision_id)


@transaction.atomic
def index(*, page_id: int) -> SimilaritySource | None:
    """Take the version of a piece that was handed in last among the sources.

    Drafts that were never handed in are left out. Safe to run twice, and late: whichever version
    a task was meant for, the newest one that was handed in is taken.
    """
    page = Page.objects.select_for_update().filter(pk=page_id).first()
    revision = Revision.objects.filter(pk=handed_in_revision_id(page_id)).first()
    if page is None or revision is None:
        return None
    text = normalise(own_words(revision.as_object())).text
    source, _ = SimilaritySource.objects.update_or_create(
        page=page,
        defaults={
            "revision": revision,
            "author_id": page.owner_id,
            "characters": len(text),
        },
    )
    _drop_fingerprints(source)
    add_fingerprints(source, text)
    return source


@transaction.atomic
def forget(*, page_id: int) -> None:
    """Take a piece out of the sources; comparisons made before keep what they found."""
    for source in SimilaritySource.objects.filter(page=page_id):
        _drop_fingerprints(source)
        source.delete()


def rebuild() -> Iterator[tuple[int, int]]:
    """Index every piece that was handed in, one transaction each; leave out what is none.

    Yields:
        How many are done, and of how many.
    """
    handed_in = Decision.objects.filter(verdict=Verdict.SUBMIT).values("page")
    pages = list(Page.objects.filter(pk__in=handed_in).order_by("pk").values_list("pk", flat=True))
    strays = SimilaritySource.objects.exclude(page__in=handed_in)
    for page_id in list(strays.values_list("page", flat=True)):
        forget(page_id=page_id)
    for done, page_id in enumerate(pages, start=1):
        index(page_id=page_id)
        yield done, len(pages)


def _drop_fingerprints(source: SimilaritySource) -> None:
    Fingerprint.objects.filter(source=source).delete()


def add_fingerprints(source: SimilaritySource, text: str) -> None:
    """Store those of a normalised text that not enough sources have: look-ups stay bounded."""
    for some in chunks(sorted({each.hash for each in winnow(text)})):
        rows = Fingerprint.objects.filter(hash__in=some).values("hash").annotate(held=Count("*"))
        full = set(rows.filter(held__gte=COMMON).values_list("hash", flat=True))
        Fingerprint.objects.bulk_create(
            [Fingerprint(hash=each, source=source) for each in some if each not in full],
            batch_size=400,
        )

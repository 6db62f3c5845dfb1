"""Recall and precision, measured on texts from a seed."""

import random

import pytest
from wagtail.models import Page

from editorial.models import Fingerprint, SimilaritySource
from editorial.similarity import queries
from editorial.similarity.actions import add_fingerprints
from editorial.similarity.comparing import Other, compare
from editorial.similarity.normalise import normalise
from editorial.similarity.winnowing import shingle_hashes
from tests.editorial.factories import log_draft
from tests.editorial.similarity.corpus import ALTERATIONS, copied_into, review
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db

STORED, COPIES, HONEST = 160, 60, 60


def bare_pages(amount):
    """Return rows for pages, which share the version of a real one."""
    real = log_draft(TeacherFactory())
    return Page.objects.bulk_create(
        Page(
            path=f"{real.path[:-4]}{number:04d}",
            depth=real.depth,
            title="虚构",
            slug=f"bare-{number}",
            content_type=real.content_type,
            locale=real.locale,
            latest_revision=real.latest_revision,
        )
        for number in range(1000, 1000 + amount)
    )


def test_recall_and_precision(site_home):
    """200 copied characters in 1,000 are found; honest texts with the same set phrases are not.

    The store takes the texts as ``index`` does; only the pages around them are spared, since
    making them would take minutes.
    """
    chance = random.Random(2026)
    texts = [review(chance) for _ in range(STORED)]
    numbers = {}
    for number, (page, text) in enumerate(zip(bare_pages(STORED), texts, strict=True)):
        source = SimilaritySource.objects.create(
            page=page, revision_id=page.latest_revision_id, characters=len(text)
        )
        add_fingerprints(source, normalise(text).text)
        numbers[source.pk] = number
    assert Fingerprint.objects.count() > STORED * 80

    def found_in(text):
        """Return the numbers of the stored texts that are shown beside this one."""
        hashes = shingle_hashes(normalise(text).text)
        ids, common = queries.candidates(hashes, page_id=0, author_id=None)
        others = [Other(str(numbers[pk]), texts[numbers[pk]]) for pk in ids]
        return {int(each.title) for each in compare(text, others, common=common)[1]}

    right = wrong = 0
    for number in range(COPIES):
        victim = chance.randrange(STORED)
        change = ALTERATIONS[number % len(ALTERATIONS)]
        found = found_in(change(copied_into(chance, texts[victim], 200, 1000), chance))
        right += victim in found
        wrong += len(found - {victim})
    for _ in range(HONEST):
        wrong += len(found_in(review(chance)))
    assert right / COPIES >= 0.98
    assert right / (right + wrong) >= 0.95

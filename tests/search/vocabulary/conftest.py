"""A vocabulary of its own for every test here."""

import pytest

from search.models import VocabularyEntry, VocabularyRequest


@pytest.fixture(autouse=True)
def _empty_vocabulary(request) -> None:
    """Other modules may have committed a vocabulary of the words that come with migrations."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        VocabularyRequest.objects.all().delete()
        VocabularyEntry.objects.all().delete()

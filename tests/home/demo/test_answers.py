"""Every public address of the demo, asked as browsers, machines and strangers ask."""

from collections import Counter

import pytest
from django.test import Client

from tests.crawl import crawl, faults

pytestmark = pytest.mark.django_db


def test_every_public_address_answers_correctly_however_it_is_asked():
    """HEAD, a second visit, no trailing slash; three pages of each kind with odd query strings."""
    client = Client()
    wrong, known = [], Counter()
    for visit in crawl(client, ["/"]):
        if visit.path.startswith(("/my/", "/accounts/")) or visit.answer.status_code != 200:
            continue
        known[visit.kind] += 1
        found = faults(client, visit, asks_oddly=known[visit.kind] <= 3)
        wrong += [f"{visit.path}: {fault}" for fault in found]
    assert wrong == []

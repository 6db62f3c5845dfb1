"""``/my/reading/`` with everything that all rooms put on it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reading.models import ReadingRecord, ReadingState
from reading.passages import days
from tests.editorial.factories import make_work
from tests.people.factories import SchoolAdminFactory
from tests.reading.programme.factories import finish, make_year
from tests.reading.together.factories import make_group, make_note

# Bar of the project: at most 15 queries, whatever its reader keeps.
MOST = 15


@pytest.fixture
def reader(client, db):
    """Somebody who reviews, leads groups and notes the days: the page at its fullest."""
    person = SchoolAdminFactory()
    for number in range(3):
        group = make_group(person, title=f"共读{number}", work=make_work(f"共读的书{number}"))
        make_note(group, person)
    days.opt_in(reader=person, weekly_aim=5)
    days.mark_today(reader=person)
    today = timezone.localdate()
    make_year(today - timedelta(days=100), today + timedelta(days=200))
    client.force_login(person)
    return person


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?q=书", "?state=finished", "?state=want"])
def test_the_fullest_page_takes_few_queries_for_any_number(client, reader, query):
    counts = {}
    for total in (1, 10, 100):
        while ReadingRecord.objects.filter(reader=reader).count() < total:
            number = ReadingRecord.objects.filter(reader=reader).count()
            if number % 2:
                finish(reader, make_work(f"读完的书{number}"), timezone.localdate(), logged=True)
            else:
                ReadingRecord.objects.create(
                    reader=reader,
                    work=make_work(f"在读的书{number}"),
                    state=ReadingState.READING,
                    started_on=timezone.localdate(),
                )
        client.get("/my/reading/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/my/reading/{query}").status_code == 200
        counts[total] = len(queries)
    assert max(counts.values()) <= MOST, counts

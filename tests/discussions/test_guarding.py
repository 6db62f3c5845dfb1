"""What was decided about discussions, kept by the database itself."""

import pytest
from django.db import IntegrityError, connection, transaction

from discussions.guarding import LEDGER
from discussions.models import ModerationEntry
from tests.discussions.factories import make_crowd, shown_topic

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE discussions_moderationentry SET comment = 'x'",
        "DELETE FROM discussions_moderationentry",
    ],
)
def test_decisions_are_only_added_to(sql):
    crowd = make_crowd()
    shown_topic(crowd["author"], crowd["editor"])
    before = list(ModerationEntry.objects.values())
    assert before
    with (
        pytest.raises(IntegrityError, match=LEDGER.refusal),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert list(ModerationEntry.objects.values()) == before

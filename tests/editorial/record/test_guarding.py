"""What the database refuses, whoever asks; on SQLite and on PostgreSQL."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from editorial import actions
from editorial.guarding import RECORD
from editorial.models import Decision, Release
from people.roles import Role
from tests.editorial.factories import log_draft, publish
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def released(site_home):
    return publish(log_draft(UserFactory(role=Role.TEACHER)))


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


@pytest.mark.parametrize(
    ("table", "column"),
    [("editorial_decision", "comment"), ("editorial_release", "audience")],
)
def test_raw_sql_neither_rewrites_nor_removes(released, table, column):
    rewrite = f"UPDATE {table} SET {column} = 'x'"
    remove = f"DELETE FROM {table}"
    for sql in (rewrite, remove):
        with pytest.raises(IntegrityError, match=RECORD.refusal):
            run(sql)
    assert (Decision.objects.count(), Release.objects.count()) == (4, 1)
    assert not Decision.objects.filter(comment="x").exists()


def test_neither_do_djangos_side_doors(released):
    rows = list(Decision.objects.all())
    for row in rows:
        row.comment = "改写"
    everything = Decision.objects.all()
    attempts = [
        lambda: Decision.objects.bulk_update(rows, ["comment"]),
        lambda: Decision.objects.bulk_create(
            rows, update_conflicts=True, update_fields=["comment"], unique_fields=["id"]
        ),
        lambda: rows[0].save_base(raw=True),
        lambda: everything._raw_delete(everything.db),
    ]
    for attempt in attempts:
        # ``bulk_update`` already fails at the queryset's own refusal.
        with pytest.raises((IntegrityError, PermissionDenied)), transaction.atomic():
            attempt()
    assert Decision.objects.filter(comment="改写").count() == 0
    assert Decision.objects.count() == 4


def test_the_table_is_not_emptied_or_replaced(released):
    first = "(SELECT min(id) FROM editorial_decision)"
    copied = "INSERT OR REPLACE INTO editorial_decision SELECT * FROM editorial_decision"
    sql = {
        "postgresql": "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE editorial_decision CASCADE",
        "sqlite": f"{copied} WHERE id = {first}",
    }[connection.vendor]
    with pytest.raises(IntegrityError, match=RECORD.refusal):
        run(sql)
    assert Decision.objects.count() == 4


def test_an_opened_record_lets_go_and_closes_again(released):
    with RECORD.opened():
        assert run("DELETE FROM editorial_release") == 1
        with pytest.raises(IntegrityError, match=RECORD.refusal):
            run("UPDATE editorial_decision SET comment = 'x'")
    with pytest.raises(IntegrityError, match=RECORD.refusal):
        run("DELETE FROM editorial_decision")
    assert (Decision.objects.count(), Release.objects.count()) == (4, 0)


def test_an_exception_rolls_back_and_closes(released):
    with pytest.raises(RuntimeError), RECORD.opened():  # noqa: PT012
        run("DELETE FROM editorial_release")
        raise RuntimeError
    assert Release.objects.count() == 1
    with pytest.raises(IntegrityError, match=RECORD.refusal):
        run("DELETE FROM editorial_release")


@pytest.mark.django_db(transaction=True)
def test_closed_for_the_transactions_that_follow(site_home):
    publish(log_draft(UserFactory(role=Role.TEACHER)))
    with RECORD.opened():
        run("DELETE FROM editorial_release")
    with pytest.raises(RuntimeError), RECORD.opened():
        raise RuntimeError
    with pytest.raises(IntegrityError, match=RECORD.refusal):
        run("DELETE FROM editorial_decision")


@pytest.mark.django_db(transaction=True)
def test_the_flush_command_is_refused(site_home):
    page = log_draft(UserFactory(role=Role.TEACHER))
    actions.submit(page_id=page.pk, author=page.owner)
    with pytest.raises(CommandError):
        call_command("flush", interactive=False, verbosity=0)
    assert Decision.objects.count() == 1


def test_guards_can_be_taken_away_and_come_back(released):
    RECORD.remove(connection)
    assert run("UPDATE editorial_decision SET comment = 'x'") == 4
    RECORD.restore()  # the migration that makes them is not applied
    assert run("UPDATE editorial_decision SET comment = 'y'") == 4
    RECORD.install(connection)
    RECORD.install(connection)
    with pytest.raises(IntegrityError, match=RECORD.refusal):
        run("DELETE FROM editorial_decision")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite copies tables")
def test_a_copied_table_gets_its_guards_back(released):
    for table in RECORD.tables:
        run(f"DROP TRIGGER {table}_no_delete")
    RECORD.restore()
    with pytest.raises(IntegrityError, match=RECORD.refusal):
        run("DELETE FROM editorial_decision")
    assert RECORD.switch_table in connection.introspection.table_names()

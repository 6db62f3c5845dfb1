"""What is learnt from SQL as Django writes it, and from SQL that nobody foresaw."""

import pytest

from portal.page_cache.statements import EVERYTHING, known_tables, tables_in, understand
from portal.page_cache.unseen import COLUMNS, NEW_ROWS, TABLES, is_unseen

PAGE, IMAGE = "wagtailcore_page", "media_portalimage"


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        (f'SELECT "{PAGE}"."id" FROM "{PAGE}" WHERE 1', {PAGE}),
        (f"select id from {PAGE}, {IMAGE}", {PAGE, IMAGE}),
        (
            f'SELECT EXISTS(SELECT 1 FROM "{IMAGE}" U0) FROM "{PAGE}" LEFT JOIN "people_unit"',
            {PAGE, IMAGE, "people_unit"},
        ),
        ("SELECT 1 FROM elsewhere", set()),
    ],
)
def test_every_table_that_is_named_is_read(sql, tables):
    assert tables_in(sql) == tables


@pytest.mark.parametrize(
    ("sql", "verb", "writes", "columns"),
    [
        (f'UPDATE "{PAGE}" SET "title" = %s WHERE 1', "UPDATE", {PAGE}, ("title",)),
        (
            f'UPDATE "{PAGE}" SET "live" = %s, "title" = CASE WHEN ("{PAGE}"."id" = 1) THEN 2 END',
            "UPDATE",
            {PAGE},
            ("live", "title"),
        ),
        (f"UPDATE {PAGE} SET numchild=numchild+1 WHERE path=%s", "UPDATE", {PAGE}, ("numchild",)),
        (
            f'UPDATE "{PAGE}" SET "locked" = (SELECT 1 WHERE 2 = 3), "live" = %s WHERE 1',
            "UPDATE",
            {PAGE},
            ("locked", "live"),
        ),
        (f'UPDATE "{PAGE}" SET (live, title) = (1, 2), locked = 3', "UPDATE", {PAGE}, ()),
        (f'DELETE FROM "{PAGE}" WHERE "id" IN (%s)', "DELETE", {PAGE}, ()),
        (f"  delete from {PAGE}", "DELETE", {PAGE}, ()),
        (f'INSERT INTO "{PAGE}" ("a", "b") VALUES (%s, %s)', "INSERT", {PAGE}, ("a", "b")),
        (f'INSERT OR IGNORE INTO "{PAGE}" ("a") VALUES (%s)', "INSERT", {PAGE}, ("a",)),
        (f'INSERT INTO "{PAGE}" ("a") SELECT * FROM UNNEST(%s)', "INSERT", {PAGE}, ()),
        (f'TRUNCATE "{PAGE}"', "TRUNCATE", {EVERYTHING}, ()),
        (f'ALTER TABLE "{PAGE}" ADD COLUMN x', "ALTER", {EVERYTHING}, ()),
        (f'/* note */ UPDATE "{PAGE}" SET x = 1', "NOTE", {EVERYTHING}, ()),
        (f'WITH a AS (SELECT 1) DELETE FROM "{PAGE}"', "WITH", {PAGE}, ()),
        ("WITH a AS (SELECT 1) DELETE FROM elsewhere", "WITH", {EVERYTHING}, ()),
        ("WITH a AS (SELECT 1) SELECT * FROM a", "WITH", set(), ()),
        ("BEGIN IMMEDIATE", "BEGIN", set(), ()),
        ('SAVEPOINT "s1"', "SAVEPOINT", set(), ()),
        ("", "", {EVERYTHING}, ()),
    ],
)
def test_what_is_written(sql, verb, writes, columns):
    found = understand(sql)
    assert (found.verb, found.writes, found.columns) == (verb, writes, columns)


@pytest.mark.parametrize(
    ("sql", "params", "unseen"),
    [
        (f'UPDATE "{PAGE}" SET "latest_revision_id" = %s WHERE 1', (1,), True),
        (f'UPDATE "{PAGE}" SET "latest_revision_id" = %s, "title" = %s', (1, "x"), False),
        (f'UPDATE "{PAGE}" SET "live" = %s', (False,), False),
        (f"UPDATE {PAGE} SET title = %s", ("x",), False),
        (f'INSERT INTO "{PAGE}" ("live", "title") VALUES (%s, %s)', (False, "x"), True),
        (f'INSERT INTO "{PAGE}" ("live", "title") VALUES (%s, %s)', (True, "x"), False),
        (f'INSERT INTO "{PAGE}" ("title", "live") VALUES (%s, %s)', (False, True), False),
        (f'INSERT INTO "{PAGE}" ("live") VALUES (%s), (%s)', (False, True), False),
        (f'INSERT INTO "{PAGE}" ("live") SELECT 1', None, False),
        (f'DELETE FROM "{PAGE}"', (), False),
        ('INSERT INTO "stories_storypage" ("summary") VALUES (%s)', ("x",), True),
        ('UPDATE "stories_storypage" SET "summary" = %s', ("x",), False),
        ('INSERT INTO "stories_storytag" ("tag_id") VALUES (%s)', (1,), False),
        ('UPDATE "people_user" SET "last_login" = %s', (1,), True),
        ('UPDATE "people_user" SET "name" = %s', (1,), False),
        ('INSERT INTO "media_portalrendition" ("a") VALUES (%s)', (1,), True),
        ('DELETE FROM "media_portalrendition"', (), False),
        ('DELETE FROM "django_session"', (), True),
    ],
)
def test_drafts_and_sessions_reach_no_visitor(sql, params, unseen):
    statement = understand(sql)
    (table,) = statement.writes
    assert is_unseen(statement, table, params) is unseen


def test_what_is_left_out_exists():
    named = TABLES | COLUMNS.keys() | NEW_ROWS
    assert named - known_tables() == {"django_migrations"}  # without a model

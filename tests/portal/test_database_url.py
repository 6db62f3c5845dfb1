"""``DATABASE_URL`` as Django's entry."""

import pytest

from portal.settings.base import SQLITE_OPTIONS, database


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("sqlite:////srv/portal.sqlite3", SQLITE_OPTIONS),
        ("postgres://u:p@host/n", {"options": "-c jit=off"}),
        ("postgres://u:p@host/n?options=-c%20work_mem%3D8MB", {"options": "-c work_mem=8MB"}),
        (
            "postgres://u:p@host/n?sslmode=require",
            {"options": "-c jit=off", "sslmode": "require"},
        ),
    ],
)
def test_each_database_gets_its_options(url, options):
    assert database(url)["OPTIONS"] == options

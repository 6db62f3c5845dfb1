"""From every release to the present, and back: on a copy of the database, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from portal.backup.actions import backup, restore
from portal.backup.places import Place
from tests.portal.migrations.recording import own_apps, released

# Steps that cannot be taken back, with the reason. A name here is a decision, not a way out.
ONE_WAY: dict[tuple[str, str], str] = {}

JOURNEY = """
import json, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

def applied():
    return sorted(MigrationExecutor(connection).loader.applied_migrations)

def tables():
    with connection.cursor() as cursor:
        return {
            name: sorted(column.name for column in
                         connection.introspection.get_table_description(cursor, name))
            for name in connection.introspection.table_names()
        }

def triggers():
    listed = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY 1",
    }
    with connection.cursor() as cursor:
        cursor.execute(listed[connection.vendor])
        return [name for (name,) in cursor.fetchall()]

before = tables(), triggers(), applied()
executor = MigrationExecutor(connection)
targets = list(json.loads(sys.argv[1]).items())
executor.migrate(targets)
at_release = applied()
call_command("migrate", verbosity=0)
print(json.dumps({"before": before, "after": [tables(), triggers(), applied()],
                  "release": at_release}))
"""


def test_each_step_of_ours_can_be_taken_back():
    loader = MigrationLoader(None)
    one_way = {
        key
        for key, migration in loader.disk_migrations.items()
        if key[0] in own_apps() and not all(step.reversible for step in migration.operations)
    }
    assert one_way == set(ONE_WAY)


def test_a_release_names_migrations_that_exist():
    loader = MigrationLoader(None)
    assert "0.1.0" in released()
    for state in released().values():
        assert set(state.items()) <= set(loader.disk_migrations)


@pytest.mark.django_db
def test_no_change_of_a_model_lacks_its_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
@pytest.mark.parametrize("release", released())
def test_there_and_back(release, place, tmp_path):
    target = place("upgraded")
    folder = backup(place=Place(connection, None), folder=tmp_path / "b")
    restore(place=target.place, folder=folder)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "ignore", "-c", JOURNEY, json.dumps(released()[release])],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "DATABASE_URL": target.url,
            "VAR_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "PYTHONPATH": str(Path(settings.BASE_DIR)),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    later = {tuple(each) for each in found["before"][2]} - {tuple(each) for each in found["release"]}
    assert all(app in own_apps() for app, _ in later)
    state = {(app, name) for app, name in released()[release].items()}
    assert state <= {tuple(each) for each in found["release"]}
    assert state.isdisjoint(later)
    assert found["after"] == found["before"]

"""The tests that modelsearch ships for its own backends pass on ours, unchanged.

They need an installation of their own models, so they run as a project of their own
(``referee/``) in a process of its own.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).parents[2]

# As many as modelsearch 1.3.2 ships; a newer version may only bring more.
EXPECTED = 120


@pytest.mark.parametrize("backend", ["whoosh", "postgres"])
def test_modelsearch_accepts_the_backend(backend: str, tmp_path: Path):
    if backend == "postgres" and connection.vendor != "postgresql":
        pytest.skip("the PostgreSQL backend needs a DATABASE_URL of PostgreSQL")
    done = subprocess.run(
        [sys.executable, "-m", "django", "test", "--noinput", "tests.search.referee.cases"],
        cwd=ROOT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "tests.search.referee.settings",
            "PYTHONPATH": str(ROOT),
            "REFEREE_BACKEND": f"search.backends.{backend}",
            "REFEREE_FOLDER": str(tmp_path),
        },
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ran = re.search(r"^Ran (\d+) tests", done.stderr, re.MULTILINE)
    assert ran, done.stderr
    assert int(ran[1]) >= EXPECTED
    assert "skipped" not in done.stderr

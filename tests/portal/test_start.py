"""What a web process loads before anybody asks it for something: all of it stays in its memory."""

import os
import subprocess
import sys

from django.conf import settings

# Each takes megabytes, and only some requests need it.
ONLY_WHERE_USED = ["icalendar", "openpyxl", "pypinyin", "redis", "weasyprint"]
START = f"""
import sys
import portal.wsgi, portal.urls
print([name for name in {ONLY_WHERE_USED} if name in sys.modules])
"""


def test_a_web_process_starts_without_what_only_some_requests_need(tmp_path):
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"REDIS_URL", "DATABASE_URL", "METRICS_TOKEN"}
    }
    environment |= {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "VAR_DIR": str(tmp_path)}
    (tmp_path / "static").mkdir()
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", START],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "[]"

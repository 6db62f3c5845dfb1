"""For the test suite: nothing outside a temporary folder, no waiting, warnings are errors."""

import atexit
import shutil
import tempfile
from pathlib import Path

from portal.settings.base import *  # noqa: F403
from portal.settings.base import CACHES, REDIS_URL, STORAGES, database, environment

VAR_DIR = Path(tempfile.mkdtemp(prefix="portal-test-"))
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {
    "default": database(environment.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"))
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: tests of simultaneous writers need connections that see one another.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    # Durability is of no use to a test.
    DATABASES["default"]["OPTIONS"] = DATABASES["default"]["OPTIONS"] | {
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; "
            "PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000;"
        )
    }
else:
    DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off -c jit=off"}
MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()  # WhiteNoise warns where it is missing
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
if REDIS_URL:
    # Tests empty the cache, so each worker process has a database of its own, never number 0.
    worker = int(environment.text("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    CACHES = CACHES | {
        "default": CACHES["default"] | {"LOCATION": f"{REDIS_URL.rpartition('/')[0]}/{worker + 1}"}
    }
CACHES = CACHES | {"cards": CACHES["cards"] | {"LOCATION": VAR_DIR / "cards"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "search.backends.whoosh", "PATH": VAR_DIR / "index"},
}
# Tests count queries, and some have no database: lists are read when a test says so.
SEARCH_LISTS_CHECK_SECONDS = None
# Tests count queries; those of the page cache switch it on.
PAGE_CACHE = False
PAGE_CACHE_RECORDS = False
# Tests ask more in a minute than any reader; those of the limits switch them on.
RATELIMIT_ENABLE = False

"""A project of the models that modelsearch tests its own backends with, searched with ours.

``REFEREE_BACKEND`` names the backend under test, ``REFEREE_FOLDER`` a folder for its files.
"""

import os
from pathlib import Path

from modelsearch.test.settings import *  # noqa: F403
from modelsearch.test.settings import DATABASES, INSTALLED_APPS

BACKEND = os.environ["REFEREE_BACKEND"]

# What the search imports of Wagtail.
INSTALLED_APPS = [
    *INSTALLED_APPS,
    "search",
    "portal",
    "wagtail.contrib.settings",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.admin",
    "wagtail",
    "django_tasks",
    "django_tasks_db",
]
PAGE_CACHE_RECORDS = False
SEARCH_LISTS_CHECK_SECONDS = None
WAGTAILIMAGES_IMAGE_MODEL = "wagtailimages.Image"
WAGTAILADMIN_BASE_URL = "http://testserver"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [Path(__file__).parent / "fixtures"]
MODELSEARCH_BACKENDS = {
    "default": {"BACKEND": BACKEND, "PATH": Path(os.environ["REFEREE_FOLDER"]) / "index"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Beside the database of the suite that starts this project, and one for each backend.
    kind = BACKEND.rpartition(".")[2]
    DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}_referee_{kind}"}

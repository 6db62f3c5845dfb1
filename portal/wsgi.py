"""The WSGI application: ``portal.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()

# These need the apps, which the line above loads.
from django.conf import settings  # noqa: E402

from portal.page_cache.setup import around  # noqa: E402
from search import lexicon, segmentation  # noqa: E402

application = around(application)
# No visitor should wait for the dictionary; a web process cuts little more than queries.
segmentation.warm_up(light=lexicon.file_in(settings.VAR_DIR))

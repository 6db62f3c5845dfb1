"""The WSGI application: ``portal.wsgi:application``."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()

# These need the apps, which the line above loads.
from django.conf import settings  # noqa: E402

from portal import simplified  # noqa: E402
from portal.page_cache.setup import around  # noqa: E402
from search.segmentation import warm_up  # noqa: E402

application = around(application)
# No visitor should wait for dictionaries; a web process reads little of them.
warm_up(light_from=settings.VAR_DIR)
simplified.read_from(settings.VAR_DIR)
# What is there by now stays; looking through it for garbage took 4 % of a story's time.
gc.collect()
gc.freeze()

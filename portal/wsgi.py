"""The WSGI application: ``portal.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()

from portal.page_cache.setup import around  # noqa: E402
from search.segmentation import warm_up  # noqa: E402  (needs the apps, which the line above loads)

application = around(application)
warm_up()  # reading the dictionary takes 0.1 s, which no visitor should wait for

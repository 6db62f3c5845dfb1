"""On a developer's own machine: ``make run``."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import STORAGES, environment

DEBUG = environment.flag("DEBUG", default=True)
SECRET_KEY = environment.text("SECRET_KEY", "only-for-development-never-in-production")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver")
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
# One process serves and works: what is queued runs at once, so that `make run` needs no worker.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Also with DEBUG=0 (`make run`) static files come straight from the apps, without collecting.
WHITENOISE_USE_FINDERS = True

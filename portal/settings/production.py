"""In the district's server room; refuses to start half configured."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import BEHIND_PROXY, environment

SECRET_KEY = environment.required("SECRET_KEY")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS") or [environment.required("ALLOWED_HOSTS")]
BASE_URL = environment.required("BASE_URL").rstrip("/")
WAGTAILADMIN_BASE_URL = WAGTAILAPI_BASE_URL = BASE_URL
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS", BASE_URL)

# The admin shows previews of pages in a frame of its own, so frames of one origin must work.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

HTTPS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", default=HTTPS)
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.flag("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=HTTPS)
SECURE_HSTS_PRELOAD = environment.flag("SECURE_HSTS_PRELOAD", default=HTTPS)
REQUIRE_SECOND_FACTOR = environment.flag("REQUIRE_SECOND_FACTOR", default=True)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
PAGE_CACHE = environment.flag("PAGE_CACHE", default=True)

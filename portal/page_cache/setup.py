"""Puts the cache together by the settings."""

from functools import partial

from django.conf import settings

from portal.page_cache.keys import bare, hosts_of, key_maker
from portal.page_cache.layer import Application, PageCache
from portal.page_cache.machine import generations


def around(inner: Application) -> Application:
    """Return ``inner`` with the cache in front of it, where ``PAGE_CACHE`` says so."""
    shared = generations() if settings.PAGE_CACHE else None
    if shared is None:
        return inner
    proxy = settings.SECURE_PROXY_SSL_HEADER
    forwarded_host = settings.USE_X_FORWARDED_HOST
    return PageCache(
        inner,
        shared=shared,
        key_of=key_maker(
            hosts=hosts_of(settings.BASE_URL, settings.ALLOWED_HOSTS),
            private_cookies=[
                settings.SESSION_COOKIE_NAME,
                settings.CSRF_COOKIE_NAME,
                "messages",
            ],
            proxy_header=proxy,
            forwarded_host=forwarded_host,
        ),
        bare=partial(
            bare,
            host_header="HTTP_X_FORWARDED_HOST" if forwarded_host else "HTTP_HOST",
            proxy_header=proxy[0] if proxy else None,
        ),
        max_bytes=settings.PAGE_CACHE_BYTES,
        fresh=settings.PAGE_CACHE_FRESH_SECONDS,
        stale=settings.PAGE_CACHE_STALE_SECONDS,
        confirmed=settings.PAGE_CACHE_CONFIRMED_SECONDS,
        time_zone=settings.TIME_ZONE,
    )

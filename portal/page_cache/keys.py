"""Which requests are alike, and what of a request a page may depend on.

A page is asked for in the visitor's stead with nothing but what stands in its key: address, scheme,
host and the choice of large type. No other header, cookie or parameter reaches the code that makes
it, so none of them can be kept in it or turn one page into many.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.http.cookie import parse_cookie

from portal import appearance

Environ = dict[str, Any]

# One spelling of each address: no empty parts, nothing encoded, folders end in a slash.
_PATH = re.compile(r"/(?:[A-Za-z0-9_~-]+/)*(?:[A-Za-z0-9_-]+\.(?:xml|txt))?\Z")
_MOST = 400  # characters of an address
# Of people, of files and of machines; the search and the API answer to parameters and headers. The
# map of pictures lists what is drawn, which by itself is no change (``unseen.NEW_ROWS``).
_LEFT_ALONE = (
    "/accounts",
    "/admin",
    "/api",
    "/documents",
    "/healthz",
    "/media",
    "/my",
    "/readyz",
    "/search",
    "/sitemap-images.xml",
    "/static",
)
# A visitor who sends one of these wants something else than the page.
_HEADERS = (
    "HTTP_AUTHORIZATION",
    "HTTP_HX_REQUEST",
    "HTTP_RANGE",
    "HTTP_X_REQUESTED_WITH",
    "HTTP_X_HTTP_METHOD_OVERRIDE",
)
_SERVER = ("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "SCRIPT_NAME")


class Key(NamedTuple):
    """What tells pages apart."""

    scheme: str
    host: str
    prefix: str
    path: str
    is_large: bool


KeyOf = Callable[[Environ], Key | None]


def key_maker(
    *,
    hosts: Iterable[str],
    private_cookies: Iterable[str],
    proxy_header: tuple[str, str] | None = None,
    forwarded_host: bool = False,
) -> KeyOf:
    """Return what gives a request its key, or None where it must not be answered from the cache.

    Args:
        hosts: as they stand in requests, with their port; others are not kept.
        private_cookies: of people who are known or carry a message.
        proxy_header: name and value by which the server in front says https.
        forwarded_host: whether it also says the host (``X-Forwarded-Host``).
    """
    known = frozenset(host.lower() for host in hosts)
    private = frozenset(private_cookies)
    host_header = "HTTP_X_FORWARDED_HOST" if forwarded_host else "HTTP_HOST"

    def key_of(environ: Environ) -> Key | None:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("QUERY_STRING"):
            return None
        path = environ.get("PATH_INFO", "")
        if not _is_plain(path) or any(name in environ for name in _HEADERS):
            return None
        host = environ.get(host_header, "").lower()
        if host not in known:
            return None
        cookies = _cookies(environ.get("HTTP_COOKIE", ""))
        if not private.isdisjoint(cookies):
            return None
        scheme = environ["wsgi.url_scheme"]
        if proxy_header and proxy_header[0] in environ:
            said = environ[proxy_header[0]].split(",")[0].strip()
            scheme = "https" if said == proxy_header[1] else "http"
        is_large = cookies.get(appearance.COOKIE) == appearance.LARGE
        return Key(scheme, host, environ.get("SCRIPT_NAME", ""), path, is_large)

    return key_of


def hosts_of(base_url: str, allowed: Iterable[str]) -> set[str]:
    """Return the hosts of ``ALLOWED_HOSTS`` without patterns, alone and with the site's port."""
    parts = urlsplit(base_url)
    names = [host for host in allowed if host and "*" not in host and not host.startswith(".")]
    port = f":{parts.port}" if parts.port else ""
    return {parts.netloc, *names, *(f"{name}{port}" for name in names)}


def bare(environ: Environ, key: Key, *, host_header: str, proxy_header: str | None) -> Environ:
    """Return the request that makes the page of ``key`` for everybody."""
    asked = {name: environ[name] for name in _SERVER if name in environ}
    asked |= {name: value for name, value in environ.items() if name.startswith("wsgi.")}
    asked |= {"REQUEST_METHOD": "GET", "PATH_INFO": key.path, "QUERY_STRING": ""}
    # As behind a server in front: no page depends on where its first visitor sat.
    asked["REMOTE_ADDR"] = "127.0.0.1"
    asked |= {"HTTP_HOST": environ.get("HTTP_HOST", key.host), host_header: key.host}
    if proxy_header and proxy_header in environ:
        asked[proxy_header] = environ[proxy_header]
    if key.is_large:
        asked["HTTP_COOKIE"] = f"{appearance.COOKIE}={appearance.LARGE}"
    return asked


@lru_cache(maxsize=4096)
def _is_plain(path: str) -> bool:
    if len(path) > _MOST or not _PATH.match(path):
        return False
    return not any(path == name or path.startswith(f"{name}/") for name in _LEFT_ALONE)


def _cookies(header: str) -> Mapping[str, str]:
    """Read cookies as Django does."""
    return parse_cookie(header) if header else {}

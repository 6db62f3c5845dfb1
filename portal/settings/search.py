"""``SEARCH_URL``: where the search lives."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

_SERVERS = ("elasticsearch", "opensearch")


def search_backends(url: str, *, folder: Path, vendor: str) -> dict[str, dict[str, object]]:
    """Turn ``SEARCH_URL`` into ``WAGTAILSEARCH_BACKENDS``.

    Args:
        url: ``whoosh://`` or ``whoosh:///folder``; ``postgres``; ``database``;
            ``opensearch+https://user:password@host:9200`` or ``elasticsearch+http://…``, with the
            prefix of index names as ``?prefix=``. Empty is ``whoosh://``. Any of them may end in
            ``?drain=worker``: this process then leaves changes to ``drain_search_queue``.
        folder: Whoosh's index folder where the address names none.
        vendor: the database's kind as in ``connection.vendor``.

    Raises:
        ImproperlyConfigured: it is none of these, or needs another database.
    """
    if "://" not in url:
        url = f"{url or 'whoosh'}://"
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    drains = {} if asked.get("drain") != ["worker"] else {"AUTO_DRAIN": False}
    kind, _, protocol = parts.scheme.partition("+")
    if parts.scheme == "whoosh":
        path = Path(parts.path) if parts.path.strip("/") else folder
        return {"default": {"BACKEND": "search.backends.whoosh", "PATH": path} | drains}
    if parts.scheme in {"postgres", "database"}:
        return {"default": _database(parts.scheme, vendor, drains)}
    if kind in _SERVERS and protocol in {"http", "https"}:
        return {
            "default": {
                "BACKEND": f"search.backends.{kind}",
                "URLS": [f"{protocol}://{parts.netloc}{parts.path.rstrip('/')}"],
                "INDEX_PREFIX": asked.get("prefix", ["portal_"])[0],
            }
        }
    raise ImproperlyConfigured(f"SEARCH_URL has the unknown scheme {parts.scheme!r}.")


def _database(scheme: str, vendor: str, drains: dict[str, object]) -> dict[str, object]:
    if vendor == "postgresql":
        return {"BACKEND": "search.backends.postgres"} | drains
    if scheme == "postgres":
        raise ImproperlyConfigured("SEARCH_URL=postgres needs a DATABASE_URL of PostgreSQL.")
    # For comparisons only: modelsearch's own backend cannot segment Chinese.
    return {"BACKEND": "modelsearch.backends.database"}

"""Addresses of ours in full: for what leaves the site, on paper, in codes and in mails."""

from django.conf import settings


def absolute(path: str) -> str:
    """Return a path of ours, as ``reverse`` gives it, with the portal's scheme and host."""
    base = settings.BASE_URL
    prefix = f"/{settings.URL_PREFIX}" if settings.URL_PREFIX else ""
    # BASE_URL may name the path below which the portal lives, as ``reverse`` does.
    return base.removesuffix(prefix) + path if prefix else base + path

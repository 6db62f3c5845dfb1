"""From where a request comes."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """Return the visitor's address, or None where it is not known.

    Behind a proxy (``BEHIND_PROXY``) it is the last one that the proxy added to
    ``X-Forwarded-For``; what stands before it was written by the visitor.
    """
    found = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        found = request.META.get("HTTP_X_FORWARDED_FOR", found).rpartition(",")[2]
    try:
        return str(ip_address(found.strip()))
    except ValueError:
        return None

"""``/leaving/``: you are about to leave."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from feedback.leaving.links import is_ours
from feedback.leaving.rules import host_of, in_ascii


@require_safe
def leaving(request: HttpRequest) -> HttpResponse:
    """Say where a link leads; never go there by itself. Queries: the frame's.

    An address that no page of ours has signed is neither linked nor repeated (400).
    """
    address = request.GET.get("to", "")
    host = host_of(address) if is_ours(address, request.GET.get("key", "")) else ""
    context = {
        "address": address if host else "",
        "host": host,
        "ascii_host": in_ascii(host),
        "page_title": "即将离开本站",
    }
    return render(request, "feedback/leaving.html", context, status=200 if host else 400)

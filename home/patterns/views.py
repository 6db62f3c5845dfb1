"""One page, for people who may open the admin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.patterns.samples import samples
from home.patterns.tokens import read_tokens


@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    """Show the tokens and every shared template part. Queries: those of the frame, and 2."""
    context = samples() | {"tokens": read_tokens(), "page_title": "设计样式"}
    return render(request, "home/patterns/patterns.html", context)

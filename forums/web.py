"""What the views of events share: what was sent, and the frame of their pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from editorial.desk.menu import desk_menu

METHODS = require_http_methods(["GET", "HEAD", "POST"])


def sent(request: HttpRequest) -> QueryDict | None:
    """Return the fields of a form that was sent, also of one without any; None for a look."""
    return request.POST if request.method == "POST" else None


def shown(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render a page of events beside the menu of the desk."""
    context |= {"desk_menu": desk_menu(request)}
    return render(request, f"forums/{template}.html", context, status=status)

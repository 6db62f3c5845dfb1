"""What all pages of a workshop's room share: the frame, and who may open them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from editorial.desk.menu import desk_menu
from editorial.errors import ReviewRefused
from workshops.access import ONLY_HOST
from workshops.queries import Place, place_for

METHODS = require_http_methods(["GET", "HEAD", "POST"])


def shown(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render a page beside the menu of the desk."""
    context["desk_menu"] = desk_menu(request)
    return render(request, f"workshops/{template}.html", context, status=status)


def inside(request: HttpRequest, pk: int) -> Place:
    """Return the workshop for its members and its host.

    Raises:
        Http404: others; how to join stands on the public page.
    """
    place = place_for(request.user, pk)
    if not place.is_inside:
        raise Http404("没有这一页。")
    return place


def hosted(request: HttpRequest, pk: int) -> Place:
    """Return the workshop for its host.

    Raises:
        Http404: people from outside.
        ReviewRefused: members, who may read the room and not run it.
    """
    place = inside(request, pk)
    if not place.is_host:
        raise ReviewRefused(ONLY_HOST)
    return place


def done(form: forms.Form, act: Callable[..., object], **values: Any) -> bool:
    """Do it; what the action refuses stands beside the field, what was typed stays."""
    try:
        act(**values)
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Put what an action refused beside the fields of a form; the rest above it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, texts in error.message_dict.items():
        form.add_error(name if name in form.fields else None, texts)

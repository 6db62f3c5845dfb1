"""Rendering a page of these rooms, and doing what a form asks for."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from editorial.desk.menu import desk_menu

METHODS = require_http_methods(["GET", "HEAD", "POST"])


def shown(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render a template of ``forums/`` beside the menu of the desk."""
    context |= {"desk_menu": desk_menu(request)}
    return render(request, f"forums/{template}.html", context, status=status)


def status_of(form: forms.BaseForm) -> int:
    """Return 422 for a form with mistakes."""
    return 422 if form.errors else 200


def done(form: forms.BaseForm, act: Callable[..., Any], **values: Any) -> bool:
    """Do it; what the action refuses about a field stands beside the field."""
    try:
        act(**values)
    except ValidationError as error:
        own = set(form.fields)
        fields = getattr(error, "error_dict", {})
        if fields and set(fields) <= own:
            form.add_error(None, error)
        else:
            form.add_error(None, error.messages)
        return False
    return True

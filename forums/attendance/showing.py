"""Doing what a form asks for, and saying what is wrong with it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


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

"""Views of the own shelf: what is not the reader's own does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from editorial.desk.access import for_authors

View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """Let signed-in people in; answer 404 to whoever asks for what is another's, or is not."""

    @for_authors
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist as missing:
            raise Http404("没有这条记录。") from missing

    return checked


def done(form: forms.Form, action: Callable[..., Any], **values: Any) -> bool:
    """Carry an action out with what a valid form says; put refusals beside its fields.

    Returns:
        whether it was done.
    """
    if not form.is_valid():
        return False
    try:
        action(**values, **form.cleaned_data)
    except ValidationError as refused:
        for name, messages in refused.message_dict.items():
            form.add_error(name if name in form.fields else None, messages)
        return False
    return True


def way_back(request: HttpRequest, work_id: int | None = None) -> str:
    """Return the page of this site from which a button was pressed, else the book's own page."""
    asked = request.POST.get("next", "")
    if asked and url_has_allowed_host_and_scheme(asked, {request.get_host()}):
        return asked
    return reverse("shelf:book", args=[work_id]) if work_id else reverse("shelf:home")

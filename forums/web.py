"""What the views of events share: what was sent, and the frame of their pages."""

from collections.abc import Callable
from typing import IO, Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from editorial.desk.menu import desk_menu
from editorial.workbooks import XLSX

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


def exported(
    request: HttpRequest,
    form: forms.Form,
    take: Callable[[str], IO[bytes]],
    *,
    name: str,
    back: str,
) -> HttpResponseBase:
    """Send the Excel file that is taken for a reason; without a reason go back and ask for it.

    Args:
        form: with a field ``reason``.
        take: takes the reason and returns the file.
        name: of the file, without its ending.
        back: address of the page with the form.
    """
    if not form.is_valid():
        messages.warning(request, "请写明导出的用途。")
        return redirect(back)
    file = take(form.cleaned_data["reason"])
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)

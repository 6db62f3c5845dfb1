"""What the pages of both registers have in common in the admin: people, and their honours."""

from abc import ABC, abstractmethod
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from editorial.errors import Conflict, NotPossible
from people.roles import Role, has_role
from stories.portraits.actions import KEEPERS


class RegisterView(WagtailAdminTemplateMixin, FormView):
    """A page about a register, for those in ``roles``.

    Attributes:
        refusal: what others are told.
        list_name, list_label: the address of the register's list by name, and its words.
    """

    roles: tuple[Role, ...] = KEEPERS
    refusal = ""
    list_name = ""
    list_label = ""

    @property
    def last_crumb(self) -> str:
        """The page's own name in the breadcrumbs."""
        return self.page_title

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not has_role(request.user, *self.roles):
            raise PermissionDenied(self.refusal)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        above = {"url": reverse(self.list_name), "label": self.list_label}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.last_crumb}]

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ActionView(ABC, RegisterView):
    """One thing to do with one entry, ``self.entry``, asked for with a form.

    Attributes:
        button, explanation: on the page; ``done``: said afterwards, ``{entry}`` is the entry.
    """

    button = explanation = done = ""

    @property
    @abstractmethod
    def entries(self) -> QuerySet[Any]:
        """Where the entry is found by the number in the address."""

    @abstractmethod
    def act(self, data: dict[str, Any]) -> None:
        """Do it, with what the form says."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.entry = get_object_or_404(self.entries, pk=kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.entry = get_object_or_404(self.entries, pk=kwargs["pk"])
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        status = 422
        try:
            self.act(form.cleaned_data)
        except ValidationError as error:
            for name, texts in _by_field(error).items():
                for text in texts:
                    form.add_error(name if name in form.fields else None, text)
        except (Conflict, NotPossible) as refused:
            form.add_error(None, str(refused))
            status = 409
        else:
            messages.success(self.request, self.done.format(entry=self.entry))
            return redirect(self.list_name)
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            button=self.button,
            explanation=self.explanation,
            back_url=reverse(self.list_name),
            **kwargs,
        )


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}

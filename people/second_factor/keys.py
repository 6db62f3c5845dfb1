"""Security keys (WebAuthn): forms and views around django-allauth's, safe against any answer.

What a browser sends is the work of whoever holds it. allauth catches what its authors met; here
nothing that is sent may end in an error of ours, and what fails is noted like a wrong code.
"""

import struct
from typing import Any

from allauth.core import context
from allauth.mfa import signals
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as webauthn
from allauth.mfa.webauthn import views
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from fido2.cose import UnsupportedKey

from people.second_factor.rules import FACTORS, must_have

# A credential with the certificates of its maker has some 5,000 characters.
MOST_CHARACTERS = 50_000
LONGEST_NAME = 50
# What reading bytes of a stranger raises, in allauth, fido2 and cryptography.
ODD = (
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    struct.error,
)


class CredentialField(forms.JSONField):
    """What the browser's key said: an object, of a size that keys have."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(error_messages={"required": "没有收到安全密钥的回应，请再试一次。"})

    def to_python(self, value: Any) -> Any:
        if len(value or "") > MOST_CHARACTERS:
            raise _refusal()
        try:
            found = super().to_python(value)
        except (RecursionError, ValidationError) as error:
            raise _refusal() from error
        if found is not None and not isinstance(found, dict):
            raise _refusal()
        return found

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Nothing: a refused answer is spent, and may be nothing that can be read again."""
        return initial


class _CredentialMixin:
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField()

    def add_error(self, field: str | None, error: Any) -> None:
        """Show above the form what is wrong with the field that nobody sees."""
        super().add_error(None if field == "credential" else field, error)  # type: ignore[misc]


class AddKeyForm(_CredentialMixin, webauthn.AddWebAuthnForm):
    """A new key and what its owner calls it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label="名称",
            required=False,
            max_length=LONGEST_NAME,
            help_text="有几把密钥时好分辨，例如：办公室电脑。",
            error_messages={"max_length": f"名称最多 {LONGEST_NAME} 个字。"},
        )

    def clean(self) -> dict[str, Any]:
        try:
            data: dict[str, Any] = super().clean()
            if credential := data.get("credential"):
                _require_usable(credential)
        except ODD as error:
            raise _refusal() from error
        return data


def _require_usable(credential: dict[str, Any]) -> None:
    """Refuse what could be stored and never be used again."""
    read = webauthn.auth.parse_registration_response(credential)
    held = read.response.attestation_object.auth_data.credential_data
    if held is None or isinstance(held.public_key, UnsupportedKey):
        raise _refusal()


class _AnsweredMixin(_CredentialMixin):
    user: Any
    reauthenticated: bool

    def clean_credential(self) -> Authenticator:
        """Return whose key it is; a failure is told to the trail, and counted by allauth."""
        try:
            return super().clean_credential()  # type: ignore[misc, no-any-return]
        except (ValidationError, *ODD) as error:
            key = Authenticator.objects.filter(user=self.user, type="webauthn").first()
            signals.authentication_failed.send(
                sender=Authenticator,
                request=context.request,
                user=self.user,
                authenticator=key,
                reauthentication=self.reauthenticated,
            )
            if getattr(error, "code", None) == "too_many_login_attempts":
                raise
            raise _refusal() from error


class UseKeyForm(_AnsweredMixin, webauthn.AuthenticateWebAuthnForm):
    """A key at the sign-in."""


class ConfirmWithKeyForm(_AnsweredMixin, webauthn.ReauthenticateWebAuthnForm):
    """A key in the middle of a session."""


def _refusal() -> ValidationError:
    return ValidationError("安全密钥没有通过，请再试一次。", code="incorrect_key")


class _RefusingMixin:
    """Answer 422 to a form that is refused, with that form: allauth would clean it anew."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        values = self.get_context_data() | {"form": form}  # type: ignore[attr-defined]
        return self.render_to_response(values, status=422)  # type: ignore[attr-defined, no-any-return]


class AddKeyView(_RefusingMixin, views.AddWebAuthnView):
    """Adding a key; asks for the password unless the sign-in was a moment ago."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lacks = not get_adapter().is_mfa_enabled(self.request.user, FACTORS)
        values: dict[str, Any] = super().get_context_data()
        return values | {"is_required": lacks and must_have(self.request.user)} | kwargs


class ConfirmWithKeyView(_RefusingMixin, views.ReauthenticateWebAuthnView):
    """Confirming who one is with a key."""


class RemoveKeyView(views.RemoveWebAuthnView):
    """Removing a key; the last factor stays with whoever must have one."""

    success_url = reverse_lazy("mfa_index")

    def _problem(self) -> str:
        if get_adapter().can_delete_authenticator(self.object):
            return ""
        return str(get_adapter().error_messages["cannot_delete_authenticator"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = Authenticator.objects.filter(user=self.request.user, type__in=FACTORS)
        return super().get_context_data(  # type: ignore[no-any-return]
            authenticator=self.object,
            problem=self._problem(),
            is_last=not others.exclude(pk=self.object.pk).exists(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if self._problem():
            return self.render_to_response(self.get_context_data(), status=409)
        return super().post(request, *args, **kwargs)  # type: ignore[no-any-return]


add_key = AddKeyView.as_view()
confirm_with_key = ConfirmWithKeyView.as_view()
remove_key = RemoveKeyView.as_view()

"""How django-allauth's second factor behaves here: encrypted secrets, our QR codes, our words."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from io import BytesIO
from typing import Any

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from people.models import User
from people.second_factor.rules import FACTORS, must_have


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "您的角色必须使用两步验证，不能停用。",
        "cannot_generate_recovery_codes": "请先启用两步验证。",
        "incorrect_code": "验证码不正确，请看应用里最新的六位数字。",
    }

    def get_totp_label(self, user: User) -> str:
        """The staff number: what stands beside the code in the app."""
        return user.staff_number

    def get_totp_issuer(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def build_totp_svg(self, url: str) -> str:
        """Draw the code on white, so that telephones read it in the dark view too."""
        drawing = BytesIO()
        segno.make(url, micro=False).save(
            drawing,
            kind="svg",
            xmldecl=False,
            light="white",
            svgclass=None,
            lineclass=None,
            omitsize=True,  # with a viewBox instead, so that the page says how large
        )
        return drawing.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """Keep secrets unreadable in the database and its backups, under ``SECRET_KEY``."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Nobody whose role asks for a factor gives up the last one. Queries: 2 at most."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        return not must_have(authenticator.user) or others.exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        """The name of a key whose owner gives it none."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return "安全密钥" if number == 1 else f"安全密钥 {number}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What the browser calls the site; the host, to which the key is bound, stays the id."""
        return super().get_public_key_credential_rp_entity() | {"name": self.get_totp_issuer()}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """What the browser calls the account: number and name, never the mail address."""
        entity = super().get_public_key_credential_user_entity(user)
        return entity | {"name": user.staff_number, "display_name": user.name}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """None: the trail notes it, and many accounts have no address."""


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([_key(secret) for secret in secrets])


def _key(secret: str) -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"people.second_factor:{secret}".encode()).digest()))

"""What other rooms announce, and what follows from it here."""

from typing import Any

from people.models import Consent, User
from people.signals import consent_expired, consent_withdrawn


def connect() -> None:
    """Listen; called once, when the apps are ready."""
    consent_withdrawn.connect(_on_withdrawn, dispatch_uid="editorial.consent_withdrawn")
    consent_expired.connect(_on_expired, dispatch_uid="editorial.consent_expired")


def _on_withdrawn(consent: Consent, by: User | None, **kwargs: Any) -> None:
    note = f"{consent.person_name}撤回了公开的同意。{consent.withdrawal_note}"
    _take_down(consent, by, note)


def _on_expired(consent: Consent, **kwargs: Any) -> None:
    day = consent.expires_on.strftime("%Y-%m-%d")
    _take_down(consent, None, f"{consent.person_name}的同意到{day}为止，已自动撤下。")


def _take_down(consent: Consent, by: User | None, note: str) -> None:
    from editorial.actions.consent import withdraw_for_consent

    withdraw_for_consent(page_id=consent.page_id, by=by, note=note)

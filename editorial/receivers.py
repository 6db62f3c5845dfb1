"""What other rooms announce, and what follows from it here."""

from typing import Any

from wagtail.models import Page

from people.models import Consent, Unit, User
from people.signals import consent_expired, consent_withdrawn, unit_renamed
from portal.models import PortalPage
from portal.registry import concrete_subclasses
from search.signals import queue_pages


def connect() -> None:
    """Listen; called once, when the apps are ready."""
    consent_withdrawn.connect(_on_withdrawn, dispatch_uid="editorial.consent_withdrawn")
    consent_expired.connect(_on_expired, dispatch_uid="editorial.consent_expired")
    unit_renamed.connect(_on_renamed, dispatch_uid="editorial.unit_renamed")


def _on_withdrawn(consent: Consent, by: User | None, **kwargs: Any) -> None:
    note = f"{consent.person_name}撤回了公开的同意。{consent.withdrawal_note}"
    _take_down(consent, by, note)


def _on_expired(consent: Consent, **kwargs: Any) -> None:
    day = consent.expires_on.strftime("%Y-%m-%d")
    _take_down(consent, None, f"{consent.person_name}的同意到{day}为止，已自动撤下。")


def _take_down(consent: Consent, by: User | None, note: str) -> None:
    from editorial.actions.consent import withdraw_for_consent

    withdraw_for_consent(page_id=consent.page_id, by=by, note=note)


def _on_renamed(unit: Unit, **kwargs: Any) -> None:
    """A search narrows pages by the name of their unit, and shows it with them."""
    for model in concrete_subclasses(PortalPage):
        if any(field.related_model is Unit for field in model._meta.fields if field.name == "unit"):
            of_unit = model.objects.filter(unit=unit).values("pk")
            queue_pages(Page.objects.filter(pk__in=of_unit))

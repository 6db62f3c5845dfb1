"""What other rooms announce, and what follows from it here."""

from typing import Any

from django.db.models.signals import pre_delete

from people.models import Consent, User
from people.signals import consent_expired, consent_withdrawn

FORGOTTEN = "@已注销账号"


def connect() -> None:
    """Listen; called once, when the apps are ready."""
    consent_withdrawn.connect(_on_withdrawn, dispatch_uid="discussions.consent_withdrawn")
    consent_expired.connect(_on_withdrawn, dispatch_uid="discussions.consent_expired")
    pre_delete.connect(_on_delete, sender=User, dispatch_uid="discussions.forget_person")


def _on_withdrawn(consent: Consent, **kwargs: Any) -> None:
    """Whoever takes the consent back does not agree to be quoted in the article either."""
    from discussions.enums import CreditState
    from discussions.models import Credit

    credits_ = Credit.objects.filter(article__page=consent.page_id, state=CreditState.AGREED)
    if consent.person_id:
        credits_ = credits_.filter(person=consent.person_id)
    else:
        credits_ = credits_.filter(name=consent.person_name)
    credits_.update(state=CreditState.DECLINED)


def _on_delete(instance: User, **kwargs: Any) -> None:
    """Take name and school of a deleted account out of discussions; what was said stays.

    The rows lose their author by themselves (``SET_NULL``).
    """
    from discussions.models import Contribution, Mention, Topic

    Contribution.objects.filter(author=instance).update(unit=None)
    Topic.objects.filter(author=instance).update(unit=None)
    for mention in Mention.objects.filter(person=instance).select_related("version"):
        version = mention.version
        version.text = version.text.replace(mention.words, FORGOTTEN)
        version.save(update_fields=["text"])

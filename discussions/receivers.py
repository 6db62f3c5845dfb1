"""What other rooms announce, and what follows from it here."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete

from people.models import Consent, User
from people.personal.names import without_name
from people.signals import consent_expired, consent_withdrawn
from portal.lasting import renew

FORGOTTEN = "@已注销账号"


def connect() -> None:
    """Listen; called once, when the apps are ready."""
    from discussions.models import PlaceRule

    for signal in (post_save, post_delete):
        signal.connect(_on_rule, sender=PlaceRule, dispatch_uid="discussions.rules")
    consent_withdrawn.connect(_on_withdrawn, dispatch_uid="discussions.consent_withdrawn")
    consent_expired.connect(_on_withdrawn, dispatch_uid="discussions.consent_expired")
    pre_delete.connect(_on_delete, sender=User, dispatch_uid="discussions.forget_person")


def _on_rule(**kwargs: Any) -> None:
    """Let every process read the rules anew."""
    renew()


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
    forget_person(instance)


def forget_person(instance: User) -> None:
    """Take name and school of a deleted account out of discussions; what was said stays.

    The rows lose their author by themselves (``SET_NULL``).
    """
    from discussions.models import Contribution, Mention, Topic

    Contribution.objects.filter(author=instance).update(unit=None)
    Topic.objects.filter(author=instance).update(unit=None)
    topics = Topic.objects.filter(contributions__versions__mentions__person=instance).distinct()
    named_in = list(topics)
    for mention in Mention.objects.filter(person=instance).select_related("version"):
        version = mention.version
        others = version.mentions.exclude(pk=mention.pk).values_list("words", flat=True)
        version.text = without_name(version.text, mention.words, FORGOTTEN, longer=others)
        version.save(update_fields=["text"])
    for topic in named_in:
        topic.save(update_fields=["title"])  # the search reads the words anew

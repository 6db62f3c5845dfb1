"""What readers see follows from what was said and decided: the only writer of those columns."""

from django.db.models import Count, Max
from django.utils import timezone

from discussions import rules
from discussions.actions.telling import tell_readers, untell
from discussions.enums import State
from discussions.models import Contribution, Topic, Version


def show_version(contribution: Contribution, version: Version | None) -> None:
    """Let readers get this version; ``None``: none of them. ``settle`` must follow."""
    was = contribution.shown_id
    contribution.shown = version
    if version and was and was != version.pk and contribution.shown_at:
        contribution.edited_at = timezone.now()


def last_good(contribution: Contribution) -> Version | None:
    """Return the latest version that nobody needs to read any more; none where there is none."""
    good = contribution.versions.filter(state__in=(State.APPROVED, State.DIRECT))
    return good.order_by("-number").first()


def settle(contribution: Contribution) -> None:
    """Store what readers see of a contribution and of its topic, and tell whom it concerns.

    Args:
        contribution: locked, with its topic; what was decided is set on it.
    """
    said = rules.Said(
        shown_state=contribution.shown.state if contribution.shown else "",
        is_hidden=contribution.hidden_at is not None,
        is_withdrawn=contribution.withdrawn_at is not None,
        is_for_everybody=contribution.is_for_everybody,
    )
    was_seen = contribution.is_visible and contribution.topic.is_visible
    contribution.is_visible, contribution.is_public = rules.standing(said)
    if contribution.is_visible and contribution.shown_at is None:
        contribution.shown_at = timezone.now()
    contribution.save()
    settle_topic(contribution.topic)
    if contribution.is_visible and contribution.topic.is_visible:
        tell_readers(contribution)
    elif was_seen:
        untell(contribution)


def settle_topic(topic: Topic) -> None:
    """Store what readers see of a topic.

    A topic stands with its first contribution. Where the author took that back, it goes on as
    long as others have said something.
    """
    opening = topic.contributions.select_related("shown").get(is_opening=True)
    replies = topic.contributions.filter(is_opening=False, is_visible=True)
    seen = replies.aggregate(count=Count("pk"), last=Max("shown_at"))
    if opening.shown:
        topic.title = opening.shown.title
    goes_on = (
        opening.withdrawn_at is not None
        and opening.hidden_at is None
        and opening.shown is not None
        and seen["count"] > 0
    )
    topic.is_visible = opening.is_visible or goes_on
    topic.is_public = opening.is_public
    topic.reply_count = seen["count"]
    topic.last_at = max((at for at in (opening.shown_at, seen["last"]) if at), default=None)
    topic.save()

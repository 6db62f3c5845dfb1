"""What discussions keep of a person."""

from django.utils import timezone

from discussions.actions.posting import withdraw
from discussions.actions.settling import settle_topic
from discussions.models import Contribution, Topic, Version
from discussions.receivers import forget_person
from people.models import User
from people.personal.declared import OFFICE
from people.personal.holdings import Fate, Holding, deleted, kept_traces, unlinked

GONE = "（已删除）"


def of_discussions() -> list[Holding]:
    """Words, drafts, answers; who decided stays in the record."""
    return [
        # What the person quoted, reported or was named in is others' words: not handed out.
        Holding(
            "discussions.Contribution",
            "author",
            Fate.DELETED,
            secret=("quoted",),
            erase=erase_words,
        ),
        Holding("discussions.Version", "contribution__author", Fate.DELETED, erase=_with_words),
        *deleted(
            "discussions.Draft.author",
            "discussions.Credit.person",
            "discussions.Mute.user",
        ),
        Holding("discussions.Mention", "person", Fate.DELETED, secret=("version",)),
        # Nobody learns that somebody does not want to hear them.
        Holding("discussions.Mute", "person", Fate.DELETED, own=False),
        Holding("discussions.Report", "reporter", Fate.DELETED, secret=("contribution",)),
        *unlinked("discussions.Topic.author", "discussions.Version.decided_by"),
        *unlinked("discussions.Article.made_by"),
        *kept_traces(OFFICE, "discussions.ModerationEntry.decided_by"),
    ]


def erase_words(user: User) -> None:
    """Take back what the person said, empty all versions, and take the name out of mentions.

    The rows stay without author and words, because others have answered them.
    """
    forget_person(user)
    mine = list(Contribution.objects.filter(author=user).values_list("pk", "topic"))
    numbers = [pk for pk, _ in mine]
    for pk in numbers:
        withdraw(author=user, contribution_id=pk)
    versions = Version.objects.filter(contribution__in=numbers)
    versions.update(text="", findings=[], comment="", reasons=[])
    versions.exclude(title="").update(title=GONE)
    Contribution.objects.filter(quoted__in=numbers).update(quote="")
    Contribution.objects.filter(pk__in=numbers).update(
        author=None, unit=None, quote="", edited_at=timezone.now()
    )
    for topic in Topic.objects.filter(pk__in={topic for _, topic in mine}):
        settle_topic(topic)
        if Topic.objects.filter(pk=topic.pk, author=user).update(title=GONE):
            topic.refresh_from_db()
            topic.save(update_fields=["title"])  # the search reads the words anew


def _with_words(user: User) -> None:
    """Done by ``erase_words``."""

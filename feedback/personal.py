"""What letters keep of a person."""

from feedback.models import Letter
from people.models import User
from people.personal.declared import OFFICE
from people.personal.holdings import Fate, Holding, kept_traces

GONE = "（写信人已注销，内容已删除）"


def of_feedback() -> list[Holding]:
    """The own letters; who answered others' stays in their record."""
    return [
        Holding("feedback.Letter", "author", Fate.DELETED, secret=("challenge",), erase=empty),
        *kept_traces(OFFICE, "feedback.Letter.editor", "feedback.Handling.by"),
    ]


def empty(user: User) -> None:
    """Empty the letters; that one came, and what an editor answered, stays for the figures."""
    Letter.objects.filter(author=user).update(text=GONE, quote="", contact="", author=None)

"""Letters, forms that were opened a while ago, and everybody who asks."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from wagtail.models import Page

from feedback.enums import Kind, State, Way
from feedback.letters import actions
from feedback.letters.actions import Place
from feedback.models import Letter
from feedback.proof import challenges
from feedback.proof.challenges import Challenge
from feedback.proof.rules import has_worked
from home.models import StandardPage
from people.models import User
from people.roles import Role
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UserFactory

TEXT = "字可以再大一点吗？"
CONTACT = "虚构13812345678"
ANYWHERE = Place(Kind.SUGGESTION, path="/search/")


@dataclass(frozen=True)
class Crowd:
    """Everybody who asks, by the words of the tests' tables."""

    people: dict[str, User | AnonymousUser]

    def __getitem__(self, name: str) -> User:
        return self.people[name]


def make_crowd() -> Crowd:
    """Return one person of each kind."""
    return Crowd(
        {
            "anonymous": AnonymousUser(),
            "teacher": TeacherFactory(name="虚构甲"),
            "school admin": SchoolAdminFactory(),
            "host": UserFactory(role=Role.WORKSHOP_HOST),
            "editor": UserFactory(role=Role.EDITOR, name="虚构编辑"),
            "second editor": UserFactory(role=Role.EDITOR, name="虚构同事"),
            "chief": UserFactory(role=Role.CHIEF_EDITOR),
            "site admin": UserFactory(role=Role.SITE_ADMIN),
            "superuser": UserFactory(is_superuser=True),
        }
    )


def opened(
    place: Place = ANYWHERE, author: User | None = None, *, seconds: int = 60, bits: int = 4
) -> Challenge:
    """Return the challenge of a form that was opened some seconds ago."""
    asked = challenges.issue(form=place.form, user_id=author.pk if author else 0, bits=bits)
    return replace(asked, issued_at=asked.issued_at - seconds)


def worked(asked: Challenge) -> str:
    """Return what a browser finds for a challenge."""
    counter = 0
    while not has_worked(asked.nonce, str(counter), asked.bits):
        counter += 1
    return str(counter)


def send(place: Place = ANYWHERE, author: User | None = None, **values: Any) -> Letter:
    """Return a letter that came by a browser with scripts."""
    asked = values.pop("asked", None) or opened(place, author)
    sent = {"counter": worked(asked), "answer": "", "bait": "", "text": TEXT} | values
    return actions.send(place=place, author=author, challenge=asked.signed, **sent)


def by_hand(place: Place = ANYWHERE, author: User | None = None, **values: Any) -> Letter:
    """Return a letter that came without scripts, with the right answer."""
    asked = opened(place, author)
    return send(place, author, asked=asked, counter="", answer=str(asked.answer), **values)


def about(page: Page) -> Place:
    """Return the place of a correction of a page."""
    return Place(Kind.CORRECTION, path=page.get_url(), page=page)


def a_page(home: Page, title: str = "虚构的一页", **fields: Any) -> StandardPage:
    """Return a public page."""
    page = StandardPage(title=title, **fields)
    home.refresh_from_db()
    home.add_child(instance=page)
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


def many(count: int, **values: Any) -> None:
    """Let so many letters have come, written at once."""
    defaults = {"kind": Kind.SUGGESTION, "state": State.NEW, "way": Way.WORK, "text": TEXT}
    made_at = timezone.now() - timedelta(hours=2)
    Letter.objects.bulk_create(
        Letter(**defaults | {"challenge": f"many-{n}", "made_at": made_at} | values)
        for n in range(count)
    )


def again(letter: Letter) -> Letter:
    """Return the row as it is now."""
    return Letter.objects.get(pk=letter.pk)

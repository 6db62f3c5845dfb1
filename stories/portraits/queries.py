"""Who of the register the public may see, and what stands on a person's page."""

from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import DateField, Exists, IntegerField, OuterRef, QuerySet
from django.utils import timezone
from wagtail.models import Page

from editorial.models import Submission
from media.models import PortalImage
from people.choices import ConsentScope
from people.models import Consent
from people.talks import Talk, talks_of
from portal.prepared import Prepared
from portal.queries import public_pages, readable_pages, specific_in_order
from portal.registry import concrete_subclasses
from stories.models import Exemplar, ExemplarQuerySet, Portrayal, Quality, StoryPage

MOST_STORIES = 12
MOST_WORKS = 12
MOST_TALKS = 12
# Of so many newest pieces those under the own name are shown.
LOOKED_AT = 60
# What is somebody's own work; an announced event or a plan is the house's.
WORKS = frozenset({"story", "book-list", "reading-log", "study-corner", "workshop-showcase"})


def _standing(on: date, **asked: Any) -> QuerySet[Portrayal]:
    """Portrayals on public pages that rest on a consent in force."""
    agreed = (
        Consent.objects.in_force(on)
        .unreplaced()
        .filter(page=OuterRef("page"), person_name=OuterRef("person_name"), **asked)
    )
    pages = public_pages(Page.objects.filter(pk=OuterRef("page"))).order_by()
    return Portrayal.objects.filter(Exists(agreed), Exists(pages)).order_by()


def shown_exemplars(*, on: date | None = None) -> ExemplarQuerySet:
    """Return the persons whom anyone may see on a day.

    A person is shown while at least one consent in force rests on a page that is public now: the
    withdrawal, the expiry and the taking down of the page each end it with the next request. Of
    several consents for one page the last counts. Queries: one a request, see ``portal.queries``.

    Args:
        on: today, if not given.
    """
    mine = _standing(on or timezone.localdate()).filter(exemplar=OuterRef("pk"))
    return Exemplar.objects.filter(Exists(mine))


def with_portraits(persons: ExemplarQuerySet) -> ExemplarQuerySet:
    """Mark each person with ``shows_portrait``: a consent to name and deeds alone shows none."""
    pictured = _standing(timezone.localdate(), scope=ConsentScope.PHOTO)
    return persons.annotate(shows_portrait=Exists(pictured.filter(exemplar=OuterRef("pk"))))


def was_shown(pk: int) -> bool:
    """Whether the public knew a person whom it may not see any more. Queries: 1."""
    known = Page.objects.filter(pk=OuterRef("page")).exclude(first_published_at=None)
    consents = Consent.objects.filter(page=OuterRef("page"), person_name=OuterRef("person_name"))
    # By way of a subquery: a number beyond the database's own is nobody, not an error.
    persons = Exemplar.objects.filter(pk=pk)
    return Portrayal.objects.filter(Exists(known), Exists(consents), exemplar__in=persons).exists()


def shows_portrait_publicly(image: PortalImage) -> bool:
    """Whether a picture is the portrait of somebody who agreed to photos. Queries: 1 to 3."""
    if not Exemplar.objects.filter(portrait=image.pk).exists():
        return False
    pictured = _standing(timezone.localdate(), scope=ConsentScope.PHOTO)
    pictured = pictured.filter(exemplar=OuterRef("pk"))
    return Exemplar.objects.filter(Exists(pictured), portrait=image.pk).exists()


def person_of(page: StoryPage) -> Exemplar | None:
    """Return the person of a story, if they have a page that readers may open. Queries: 1."""
    found = _portrayed(page=page.pk, on=timezone.localdate()) if page.pk else []
    return found[0] if found else None


_portrayed = Prepared(
    lambda page, on: shown_exemplars(on=on).filter(portrayals__page=page).order_by("pk")[:1],
    page=IntegerField(),
    on=DateField(),
)


def stories_of(person: Exemplar, reader: Any) -> list[StoryPage]:
    """Return the stories about a person that a reader may read, newest first. Queries: 2 or 3."""
    told = StoryPage.objects.filter(portrayals__exemplar=person).for_cards()
    return list(readable_pages(reader, told).order_by("-first_published_at")[:MOST_STORIES])


def qualities_of(stories: Iterable[StoryPage]) -> list[Quality]:
    """Return the qualities that some stories show, in their order. Queries: 1."""
    shown = Quality.objects.filter(stories__in=[story.pk for story in stories])
    return list(shown.distinct())


def works_of(person: Exemplar) -> list[Submission]:
    """Return the public pieces that a person wrote under the own name, newest first.

    A piece under a pen name is not given away; nor is a story about the person counted as theirs.
    Queries: none without an account; else 3 and one a type of page.
    """
    if person.account_id is None:
        return []
    kinds = [kind for kind in concrete_subclasses(Submission) if kind.kind in WORKS]
    about = Portrayal.objects.filter(page=OuterRef("pk"), exemplar=person)
    own = public_pages(Page.objects.filter(owner=person.account_id)).type(*kinds)
    newest = own.filter(~Exists(about)).order_by("-first_published_at")
    ids = list(newest.values_list("pk", flat=True)[:LOOKED_AT])
    named = (piece for piece in specific_in_order(ids) if piece.byline in ("", person.name))
    return list(islice(named, MOST_WORKS))


def spoken_by(person: Exemplar) -> list[Talk]:
    """Return the public talks of a person, the latest first. Queries: those of the hook."""
    return talks_of(person.as_speaker(), None)[:MOST_TALKS]

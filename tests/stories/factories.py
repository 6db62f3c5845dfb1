"""Stories of plainly invented persons."""

import uuid
from datetime import date

from wagtail.models import Page

from editorial import actions
from editorial.actions.consent import record_declared_consents
from people.choices import ConsentScope
from people.models import Consent, User
from stories.models import (
    Basis,
    Exemplar,
    Honour,
    HonourLevel,
    Portrayal,
    Quality,
    StoryPage,
)
from tests.editorial.factories import REVIEW, Staff, approve_all, make_staff

GIVEN = date(2025, 9, 1)


def story_draft(author: User, title: str = "虚构的一盏灯", **fields: object) -> StoryPage:
    """Return a complete, saved draft of a story; its person agreed on ``GIVEN``."""
    values: dict[str, object] = {
        "title": title,
        "summary": "一位虚构教师的一天。",
        "person_name": "张虚构",
        "consent_scope": ConsentScope.PHOTO,
        "consent_date": GIVEN,
        "body": [("paragraph", REVIEW)],
    }
    page = StoryPage(**values | fields)
    page.qualities = [Quality.objects.first()]
    return actions.create_draft(
        author=author, token=uuid.uuid4(), parent=StoryPage.shelf(), page=page
    )


def submit_story(page: StoryPage) -> StoryPage:
    """Hand a draft in, with what it declares about consent on record."""
    actions.submit(page_id=page.pk, author=page.owner)
    record_declared_consents(page.get_latest_revision_as_object(), page.owner)
    return page


def publish_story(page: StoryPage, staff: Staff | None = None) -> StoryPage:
    """Take a draft along the whole road and return it as it is then."""
    approve_all(submit_story(page), staff or make_staff())
    return StoryPage.objects.get(pk=page.pk)


def make_exemplar(name: str = "王虚构", **fields: object) -> Exemplar:
    """Return an entry of the register that nobody sees yet."""
    person = Exemplar(name=name, **fields)
    person.settle_order()
    person.save()
    return person


def agree(
    person: Exemplar, page: Page | None = None, scope: str = ConsentScope.PHOTO, **fields: object
) -> Consent:
    """Record a consent for a page, the section if none is given, without asking who may."""
    page = page or StoryPage.shelf()
    Portrayal.objects.get_or_create(
        page_id=page.pk, exemplar=person, defaults={"person_name": person.name}
    )
    values = {"given_on": GIVEN, "person_name": person.name, "scope": scope, "page_id": page.pk}
    return Consent.objects.create(**values | fields)


def make_honour(holder: Exemplar, title: str = "虚构标兵", **fields: object) -> Honour:
    """Return a verified honour in force."""
    values = {"year": 2024, "level": HonourLevel.DISTRICT, "basis": Basis.DOCUMENT}
    return Honour.objects.create(holder=holder, title=title, **values | fields)

"""Whom the public may see, and what stands on a person's page."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from editorial.models import Readership
from people.choices import ConsentScope
from stories.models import StoryPage
from stories.portraits.queries import shown_exemplars, stories_of, with_portraits, works_of
from tests.editorial.factories import log_draft, put_live
from tests.people.factories import TeacherFactory
from tests.stories.factories import agree, make_exemplar, story_draft

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def person(site_home):
    return make_exemplar()


def shown() -> dict[str, bool]:
    return {each.name: each.shows_portrait for each in with_portraits(shown_exemplars())}


def test_only_a_consent_in_force_on_a_public_page_counts(person):
    today = timezone.localdate()
    assert shown() == {}
    consent = agree(person)
    assert shown() == {"王虚构": True}
    for change, is_shown in (
        ({"expires_on": today}, True),
        ({"expires_on": today - DAY}, False),
        ({"expires_on": None, "given_on": today + DAY}, False),
        ({"given_on": today - DAY}, True),
        ({"withdrawn_on": today, "withdrawn_at": timezone.now()}, False),
    ):
        type(consent).objects.filter(pk=consent.pk).update(**change)
        assert bool(shown()) is is_shown, change


def test_a_later_narrower_consent_counts_and_a_withdrawn_later_one_ends_it(person):
    agree(person)
    later = agree(person, scope=ConsentScope.NAME)
    assert shown() == {"王虚构": False}
    today = timezone.localdate()
    type(later).objects.filter(pk=later.pk).update(withdrawn_on=today, withdrawn_at=timezone.now())
    assert shown() == {}


def test_a_consent_of_somebody_else_on_the_page_does_not_count(person):
    agree(person, person_name="李虚构")
    assert shown() == {}


def test_a_story_that_is_a_draft_restricted_or_for_the_district_shows_nobody(person):
    draft = story_draft(TeacherFactory(), person_name=person.name)
    agree(person, draft)
    assert shown() == {}
    page = put_live(draft)
    assert shown() == {"王虚构": True}
    row = Readership.objects.create(page_id=page.pk, audience="district")
    assert shown() == {}
    row.delete()
    PageViewRestriction.objects.create(page_id=page.pk, restriction_type="login")
    assert shown() == {}


def test_stories_are_those_that_the_reader_may_read(person):
    author = TeacherFactory()
    pages = [put_live(story_draft(author, title=f"虚构故事{n}")) for n in range(2)]
    for page in pages:
        agree(person, page)
    Readership.objects.create(page_id=pages[1].pk, audience="district")
    assert stories_of(person, None) == [StoryPage.objects.get(pk=pages[0].pk)]
    assert len(stories_of(person, TeacherFactory())) == 2


def test_works_are_public_named_and_not_about_the_person(person):
    account = TeacherFactory(name=person.name)
    person.account = account
    person.save()
    own = put_live(log_draft(account, title="署真名的笔记"))
    put_live(log_draft(account, title="笔名写的", byline="砚秋"))
    log_draft(account, title="草稿")
    hidden = put_live(log_draft(account, title="只给全区"))
    Readership.objects.create(page_id=hidden.pk, audience="district")
    put_live(log_draft(TeacherFactory(), title="别人写的"))
    about = put_live(story_draft(account, title="写自己的"))
    agree(person, about)
    named = put_live(story_draft(account, title="写同事的", byline=person.name))
    assert {piece.pk for piece in works_of(person)} == {own.pk, named.pk}
    person.account = None
    assert works_of(person) == []


def test_works_cost_the_same_for_one_and_for_many(person, django_assert_num_queries):
    person.account = account = TeacherFactory(name=person.name)
    person.save()
    put_live(log_draft(account, title="第一篇"))
    works_of(person)
    with django_assert_num_queries(5):
        works_of(person)
    for number in range(10):
        put_live(log_draft(account, title=f"笔记{number}"))
    with django_assert_num_queries(5):
        assert len(works_of(person)) == 11
    assert Page.objects.count() > 11

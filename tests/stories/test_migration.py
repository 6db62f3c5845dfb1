"""The public stories that were there before the register."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from stories.models import Basis, Exemplar, Honour, Portrayal, StoryHonour
from stories.portraits.queries import shown_exemplars
from tests.people.factories import TeacherFactory, UnitFactory
from tests.stories.factories import publish_story, story_draft

pytestmark = pytest.mark.django_db


def test_their_persons_and_honours_enter_it_once(site_home):
    unit = UnitFactory()
    author = TeacherFactory()
    account = TeacherFactory(name="张虚构", unit=unit)
    page = story_draft(author, person_unit=unit)
    page.honours = [StoryHonour(title="镇级标兵", year=2021), StoryHonour(title="？！")]
    page.save_revision(user=author)
    page = publish_story(page)
    other = publish_story(story_draft(author, title="又一篇", person_unit=unit))
    story_draft(author, title="草稿", person_name="李虚构")
    Portrayal.objects.all().delete()
    Honour.objects.all().delete()
    Exemplar.objects.all().delete()

    migration = importlib.import_module("stories.migrations.0007_portrayed")
    for _ in range(2):
        migration.enter_public_stories(apps, SimpleNamespace(connection=connection))

    person = Exemplar.objects.get()
    assert (person.name, person.unit, person.account) == ("张虚构", unit, account)
    assert person.pinyin_key == "zhang 张 xu 虚 gou 构"
    assert set(person.portrayals.values_list("page", flat=True)) == {page.pk, other.pk}
    honour = Honour.objects.get()
    assert (honour.title, honour.year, honour.level, honour.basis) == (
        "镇级标兵",
        2021,
        5,
        Basis.STATED,
    )
    assert [each.pk for each in shown_exemplars()] == [person.pk]
    assert page.honours.count() == 2  # the story keeps its words

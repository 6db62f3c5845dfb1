"""A school that gets another name is found under it."""

import pytest

from people import actions
from people.choices import UnitKind
from search.find import Inquiry, find
from search.queue import pending
from tests.people.factories import TeacherFactory, UnitFactory
from tests.search.pieces import live_story


def units_found(text):
    groups = {group.name: group for group in find(Inquiry(text=text)).facets}
    return {facet.label: facet.count for facet in groups["unit"].facets}


@pytest.fixture
def story(site_home):
    unit = UnitFactory(kind=UnitKind.CENTRAL_SCHOOL, stage="", name="虚构旧名中心校")
    return live_story(TeacherFactory(unit=unit), "梧桐树下", unit=unit)


def rename(unit, name):
    actions.update_unit(
        unit=unit, name=name, code=unit.code, kind=unit.kind, parent=unit.get_parent()
    )


@pytest.mark.django_db(transaction=True)
def test_pages_are_narrowed_by_the_new_name(story, search_index):
    rename(story.unit, "虚构新名中心校")
    assert units_found("梧桐") == {"虚构新名中心校": 1}


@pytest.mark.django_db
def test_the_same_name_queues_nothing(story, search_index):
    before = pending()
    rename(story.unit, story.unit.name)
    assert pending() - before <= 1, "the unit itself"

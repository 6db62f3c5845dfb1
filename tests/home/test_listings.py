"""The admin's lists of pages: what they show, to whom, at what cost."""

import pytest
from django.test.utils import CaptureQueriesContext

from home.listings import ContentGroup
from people.roles import Role
from stories.models import StoryIndexPage, StoryPage
from tests.editorial.factories import draft_below, put_live
from tests.people.factories import TeacherFactory, UserFactory
from tests.world import World

LISTS = [viewset.model._meta.model_name for viewset in ContentGroup.items]


def address(client, name, query=""):
    from django.urls import reverse

    return reverse(f"{name}:index") + query


@pytest.fixture
def editor(client, site_home):
    client.force_login(UserFactory(role=Role.EDITOR))
    return client


@pytest.mark.parametrize("name", LISTS)
def test_each_list_shows_its_pages_in_a_constant_number_of_queries(
    editor, django_assert_max_num_queries, name
):
    from django.db import connection

    world = World()
    world.grow_to(2)
    url = address(editor, name)
    editor.get(url)
    with CaptureQueriesContext(connection) as few:
        assert editor.get(url).status_code == 200
    world.grow_to(12)
    with CaptureQueriesContext(connection) as many:
        page = editor.get(url).content.decode()
    assert len(many) <= len(few) + 1
    assert "12" in page


def test_what_was_never_handed_in_is_not_there(editor):
    author = TeacherFactory()
    index = StoryIndexPage.objects.get()
    draft_below(index, author, StoryPage(title="没交的草稿", person_name="虚构"))
    put_live(draft_below(index, author, StoryPage(title="发布了的", person_name="虚构")))
    page = editor.get(address(editor, "storypage")).content.decode()
    assert "发布了的" in page
    assert "没交的草稿" not in page


def test_a_filter_narrows(editor):
    author = TeacherFactory()
    index = StoryIndexPage.objects.get()
    for title, stage in (("小学的", "primary"), ("高中的", "senior")):
        story = StoryPage(title=title, person_name="虚构", stage=stage)
        put_live(draft_below(index, author, story))
    page = editor.get(address(editor, "storypage", "?stage=primary")).content.decode()
    assert "小学的" in page
    assert "高中的" not in page


def test_teachers_do_not_enter(client, site_home):
    client.force_login(TeacherFactory())
    assert client.get(address(client, "storypage")).status_code in (302, 403)

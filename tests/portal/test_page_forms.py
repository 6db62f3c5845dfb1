"""Pages as editors write them in the admin."""

import pytest
from wagtail.test.utils.form_data import nested_form_data, streamfield

from home.models import TopicIndexPage, TopicPage
from people.roles import Role
from tests.people.factories import UserFactory

TITLE = "虚构的专题"


@pytest.fixture
def editor(client, site_home):
    client.force_login(UserFactory(role=Role.EDITOR))
    return client


def written(**changed: str) -> dict[str, str]:
    empty = {"title": TITLE, "slug": "", "summary": "", "kind": "topic", "look": "paper"}
    return nested_form_data(empty | changed | {"body": streamfield([])})


def add(client, **changed):
    address = f"/admin/pages/add/home/topicpage/{TopicIndexPage.objects.get().pk}/"
    return client.post(address, written(**changed) | {"action-publish": "publish"})


def test_a_page_without_an_address_gets_that_of_its_title(editor):
    assert add(editor).status_code == 302
    assert add(editor).status_code == 302
    slugs = TopicPage.objects.filter(title=TITLE, live=True).values_list("slug", flat=True)
    assert sorted(slugs) == ["xu-gou-de-zhuan-ti", "xu-gou-de-zhuan-ti-2"]


def test_an_address_of_ones_own_is_kept(editor):
    add(editor, slug="own")
    assert TopicPage.objects.get().slug == "own"


def test_an_address_that_is_taken_away_is_made_anew(editor):
    add(editor, slug="own")
    page = TopicPage.objects.get()
    form = written() | {"action-publish": "publish"}
    assert editor.post(f"/admin/pages/{page.pk}/edit/", form).status_code == 302
    page.refresh_from_db()
    assert page.slug == "xu-gou-de-zhuan-ti"
    assert page.url_path.endswith("/xu-gou-de-zhuan-ti/")


def test_the_field_says_so(editor):
    address = f"/admin/pages/add/home/topicpage/{TopicIndexPage.objects.get().pk}/"
    assert "留空就用标题的拼音" in editor.get(address).content.decode()

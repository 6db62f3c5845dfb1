import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.enums import Audience
from reading.models import ReadingIndexPage
from search.related import related_pages
from search.templatetags import search_tags
from tests.people.factories import TeacherFactory
from tests.search.pieces import live_log, live_story, narrow
from tests.world import World


@pytest.fixture
def author(site_home):
    return TeacherFactory()


def test_pages_about_the_same_never_itself(author, search_index):
    page = live_story(author, "班主任的早晨")
    other = live_story(author, "班主任的黄昏")
    search_index()
    titles = [each.title for each in related_pages(page)]
    assert titles[0] == other.title
    assert page.title not in titles


def test_a_table_of_contents_is_nobodys_reading(author, search_index):
    page = live_story(author, "班主任的早晨")
    other = live_story(author, "班主任的黄昏")
    contents = ReadingIndexPage(title="班主任的早晨和黄昏", slug="contents")
    ReadingIndexPage.objects.get(depth=3).add_child(instance=contents)
    search_index()
    found = [each.pk for each in related_pages(page)]
    assert other.pk in found
    assert contents.pk not in found


def test_shown_at_the_end(client, author, search_index):
    page = live_story(author, "班主任的早晨")
    other = live_story(author, "班主任的黄昏")
    search_index()
    content = client.get(page.get_url()).content.decode()
    assert "相关阅读" in content
    assert f'href="{other.get_url()}"' in content.partition("相关阅读")[2]


def test_nothing_is_shown_where_nothing_is_related(client, author, search_index, monkeypatch):
    monkeypatch.setattr(search_tags, "related_pages", lambda *args, **kwargs: [])
    page = live_story(author, "班主任的早晨")
    assert "相关阅读" not in client.get(page.get_url()).content.decode()


def test_only_what_the_reader_may_open_however_old_the_index(client, author, search_index):
    page = live_story(author, "班主任的早晨")
    secret = live_story(author, "班主任的黄昏", unit=author.unit)
    search_index()
    assert secret.title in client.get(page.get_url()).content.decode()
    narrow(secret, Audience.SCHOOL, author.unit)
    assert secret.title not in client.get(page.get_url()).content.decode()
    client.force_login(TeacherFactory(unit=author.unit))
    assert secret.title in client.get(page.get_url()).content.decode()


def test_what_stands_beside_is_not_repeated(client, author, search_index):
    page = live_log(author, "重读给教师的建议")
    other = live_log(author, "再读给教师的建议")
    search_index()
    content = client.get(page.get_url()).content.decode()
    assert content.count(f'href="{other.get_url()}"') == 1


def test_every_kind_has_it_at_the_same_cost(client, site_home, search_index):
    world = World()
    used = {}
    for amount in (6, 12):
        world.grow_to(amount)
        search_index()
        for page in (world.story, world.book_list, world.log, world.event, world.showcase):
            client.get(page.get_url())
            with CaptureQueriesContext(connection) as queries:
                response = client.get(page.get_url())
            assert "相关阅读" in response.content.decode(), page
            used.setdefault(type(page), []).append(len(queries))
    assert {kind: counts for kind, counts in used.items() if max(counts) > min(counts)} == {}

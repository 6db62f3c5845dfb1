"""What stands around every text: previews for messengers, the reader's tools, what to read next."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from editorial.enums import Audience
from home.models import StandardPage
from people.roles import Role
from tests.editorial.factories import log_draft, put_live
from tests.people.factories import TeacherFactory, UserFactory
from tests.search.pieces import narrow
from tests.world import World

pytestmark = pytest.mark.django_db


def metas(html: str) -> dict[str, str]:
    """The metas of a page by name or property; none may be there twice, but tags."""
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', html)
    names = [name for name, _ in found if name not in ("article:tag", "theme-color")]
    assert len(names) == len(set(names)), names
    return {name: unescape(value) for name, value in found}


@pytest.fixture
def world(site_home) -> World:
    world = World()
    world.grow_to(1)
    return world


def test_every_page_type_has_a_preview_that_messengers_can_show(client, site_home, world):
    about = StandardPage(title="关于本站", body=[("paragraph", "<p>虚构的介绍。</p>")])
    site_home.add_child(instance=about)
    pages = [world.story, world.book_list, world.log, world.corner, world.event, world.workshop,
             world.showcase, world.topic, about]  # fmt: skip
    for page in pages:
        html = client.get(page.get_url()).content.decode()
        found = metas(html)
        picture = found["og:image"]
        path = picture.removeprefix("http://testserver")
        assert path.startswith(reverse("media:poster", args=[page.pk, "square"])), page
        assert client.get(path)["Content-Type"] == "image/jpeg"
        assert 'itemprop="image"' in html
        assert 0 < len(found["og:description"]) <= 120
        assert found["og:description"] == found["description"]
        is_text = hasattr(page, "byline_author")
        assert found["og:type"] == ("article" if is_text else "website")
        assert ("article:published_time" in found) == is_text


def test_views_without_a_page_have_one_too(client, world):
    for address in (
        "/",
        "/search/?q=书",
        "/reading/books/",
        "/accounts/login/",
        "/forums/calendar/",
    ):
        html = client.get(address).content.decode()
        assert metas(html)["og:image"] == f"http://testserver{reverse('media:site_square')}"


def test_long_words_are_cut_for_previews(client, site_home):
    page = StandardPage(title="标" * 90, summary="摘" * 200)
    site_home.add_child(instance=page)
    found = metas(client.get(page.get_url()).content.decode())
    assert len(found["og:title"]) == 60
    assert len(found["og:description"]) == 120


def test_what_is_for_some_only_gives_nothing_away(client, site_home):
    author = TeacherFactory()
    page = put_live(log_draft(author, title="只给同事看"))
    narrow(page, Audience.SCHOOL, author.unit)
    client.force_login(author)
    html = client.get(page.get_url()).content.decode()
    assert metas(html)["og:image"].endswith(reverse("media:site_square"))
    assert "/media/poster/" + str(page.pk) not in html
    assert "分享" in html


def test_a_preview_of_a_draft_offers_no_poster(client, site_home):
    author = TeacherFactory()
    page = log_draft(author)
    client.force_login(author)
    html = client.get(reverse("editorial:preview", args=[page.pk])).content.decode()
    assert f"/media/poster/{page.pk}" not in html


def test_the_panel_is_complete_without_scripts(client, world):
    html = client.get(world.story.get_url()).content.decode()
    panel = html[html.index('<details class="share__panel">') : html.index("</details>")]
    assert f'href="/media/poster/{world.story.pk}/poster.jpg"' in panel
    assert f'src="/media/poster/{world.story.pk}/code.svg"' in panel
    assert f'href="{world.story.full_url}"' in panel
    html = client.get(world.book_list.get_url()).content.decode()
    assert f'href="{reverse("reading:list_poster", args=[world.book_list.pk])}"' in html


def test_the_head_says_who_answers_for_the_text_and_when(client, world):
    editor = UserFactory(role=Role.EDITOR, name="虚构责编")
    later = timezone.now() + timedelta(days=3)
    story = type(world.story).objects.get(pk=world.story.pk)
    type(story).objects.filter(pk=story.pk).update(
        editor_in_charge=editor, source="虚构来源", last_published_at=later
    )
    html = client.get(story.get_url()).content.decode()
    head = html[html.index('<ul class="byline__list">') : html.index("data-reading-tools")]
    day = timezone.localdate(later)
    head = re.sub(r"</?a\b[^>]*>", "", head)
    for words in ("来源：虚构来源", f"作者：{story.byline_author}", "责任编辑：虚构责编",
                  f'更新：<time datetime="{day}">'):  # fmt: skip
        assert words in head


def test_every_kind_of_text_ends_with_what_to_read_next_once(client, site_home):
    world = World()
    world.grow_to(4)
    call_command("update_index", verbosity=0)
    closed = put_live(log_draft(TeacherFactory(), title="只给同事看的青瓷"))
    narrow(closed, Audience.DISTRICT)
    for page in (world.story, world.book_list, world.log, world.corner, world.event,
                 world.showcase):  # fmt: skip
        html = client.get(page.get_url()).content.decode()
        assert html.count('id="related-reading"') == 1, page
        assert "只给同事看的青瓷" not in html
        with CaptureQueriesContext(connection) as captured:
            client.get(page.get_url())
        assert len(captured) <= 20, page

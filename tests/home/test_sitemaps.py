"""Maps for search engines: valid, complete, in files of bounded size."""

from datetime import timedelta

import pytest
from defusedxml import ElementTree
from django.utils import timezone
from wagtail.models import Page

from home import sitemaps
from media.actions import record_published_uses
from tests.editorial.factories import log_draft, make_work, put_live
from tests.maps import map_addresses
from tests.media.factories import ImageFactory
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db

BASE = "http://testserver"
SPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def texts(tree, path):
    return [node.text for node in tree.iterfind(path, SPACES)]


def texts_of_map(client, name, path):
    """In all its files: see ``tests.maps``."""
    return [text for address in map_addresses(name) for text in texts(read(client, address), path)]


def test_the_index_names_every_file(client, site_home, monkeypatch):
    monkeypatch.setattr(sitemaps, "RANGE", max(Page.objects.values_list("pk", flat=True)) - 1)
    found = texts(read(client, "/sitemap.xml"), ".//s:loc")
    assert f"{BASE}/sitemap-pages.xml?p=2" in found
    assert f"{BASE}/sitemap-news.xml" in found
    for address in found:
        read(client, address.removeprefix(BASE))


def test_each_page_stands_in_one_file(client, site_home, monkeypatch):
    for number in range(3):
        put_live(log_draft(TeacherFactory(), title=f"笔记{number}"))
    monkeypatch.setattr(sitemaps, "RANGE", 5)
    files = [a for a in texts(read(client, "/sitemap.xml"), ".//s:loc") if "sitemap-pages" in a]
    found = [u for file in files for u in texts(read(client, file.removeprefix(BASE)), ".//s:loc")]
    live = [page.get_full_url() for page in Page.objects.live().filter(depth__gt=1)]
    assert sorted(found) == sorted(live)


def test_a_page_says_when_it_changed(client, site_home):
    page = put_live(log_draft(TeacherFactory()))
    found = (texts_of_map(client, "pages", path) for path in (".//s:loc", ".//s:lastmod"))
    stamps = dict(zip(*found, strict=True))
    assert stamps[page.get_full_url()][:10] == f"{timezone.localdate()}"


def test_pictures_are_drawn_versions_of_public_pages(client, site_home):
    shown, hidden = ImageFactory(), ImageFactory()
    page = put_live(log_draft(TeacherFactory(), title="公开的", cover=shown))
    record_published_uses(page)
    log_draft(TeacherFactory(), title="草稿", cover=hidden)
    small, large = (shown.get_rendition(f"width-{width}|format-webp") for width in (40, 60))
    hidden.get_rendition("width-40|format-webp")
    assert texts_of_map(client, "images", ".//s:loc") == [page.get_full_url()]
    assert texts_of_map(client, "images", ".//image:loc") == [BASE + large.url]
    assert small.url != large.url


def test_news_are_two_days_old_at_most(client, site_home):
    new = put_live(log_draft(TeacherFactory(), title="新的 <b>&\x0b"))
    old = put_live(log_draft(TeacherFactory(), title="旧的"))
    before = timezone.now() - timedelta(days=3)
    Page.objects.filter(pk=old.pk).update(first_published_at=before)
    tree = read(client, "/sitemap-news.xml")
    assert texts(tree, ".//s:loc") == [new.get_full_url()]
    assert texts(tree, ".//news:title") == ["新的 <b>&"]
    assert texts(tree, ".//news:language") == ["zh-cn"]


def test_books_and_ways_are_there(client, site_home):
    work = make_work()
    assert texts_of_map(client, "books", ".//s:loc") == [BASE + work.get_absolute_url()]
    assert f"{BASE}/archive/" in texts(read(client, "/sitemap-ways.xml"), ".//s:loc")


@pytest.mark.parametrize(
    "address",
    [
        "/sitemap-pages.xml?p=0",
        "/sitemap-pages.xml?p=-1",
        "/sitemap-pages.xml?p=x",
        "/sitemap-pages.xml?p=２",
        "/sitemap-pages.xml?p=99999999999999999999",
        "/sitemap-pages.xml?p=99999",
        "/sitemap-nothing.xml",
    ],
)
def test_a_file_that_is_not_there_is_a_404(client, site_home, address):
    assert client.get(address).status_code == 404

"""A process knows the site of a request and its home page, and misses no change of them."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from home.models import HomePage
from portal import lasting
from portal.sites import site_of

pytestmark = pytest.mark.django_db


def test_pages_below_ask_neither_for_the_site_nor_for_the_home_page(client, site_home):
    client.get("/workshops/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/workshops/").status_code == 200
    asked = [each["sql"] for each in captured if "FROM " in each["sql"]]
    assert asked
    assert not any('FROM "wagtailcore_site"' in sql for sql in asked)
    assert not any('FROM "home_homepage"' in sql for sql in asked)


def test_the_home_page_is_read_each_time(client, site_home):
    client.get("/workshops/")
    HomePage.objects.filter(pk=site_home.pk).update(title="直接改的题目")
    assert client.get("/").context["page"].title == "直接改的题目"


def test_another_root_is_served_at_once(client, site_home):
    assert client.get("/workshops/").status_code == 200
    root = HomePage(title="另一个首页", slug="other")
    Page.get_first_root_node().add_child(instance=root)
    Site.objects.get().delete()
    Site.objects.create(hostname="testserver", root_page=root, is_default_site=True)
    assert client.get("/").context["page"].pk == root.pk
    assert client.get("/workshops/").status_code == 404


def test_requests_share_no_object(site_home):
    requests = [RequestFactory().get("/workshops/") for _ in range(2)]
    one, two = (site_of(request) for request in requests)
    assert one == two == Site.objects.get()
    assert one is not two
    assert one.root_page is not two.root_page
    assert one.root_page.specific is not two.root_page.specific
    assert isinstance(one.root_page.specific, HomePage)


def test_hosts_that_anybody_can_make_up_are_not_kept(client, site_home):
    """Django lets every port pass: each would stay in memory for as long as the frame does."""
    client.get("/workshops/")
    before = set(lasting._held[1])
    for port in range(1, 6):
        assert client.get("/workshops/", headers={"host": f"testserver:{port}"}).status_code == 200
    assert set(lasting._held[1]) == before


def test_without_a_site_there_is_none(db):
    Site.objects.all().delete()
    assert site_of(RequestFactory().get("/workshops/")) is None

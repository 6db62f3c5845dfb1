"""The tree of sections and who may do what in the admin."""

import pytest
from django.urls import reverse
from wagtail.models import Page, Site

from home.models import HomePage
from home.site_tree import ensure_site, set_address
from people.roles import Role
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db

ADDRESSES = {
    "/",
    "/stories/",
    "/reading/",
    "/reading/lists/",
    "/reading/logs/",
    "/forums/",
    "/workshops/",
    "/topics/",
}


def test_the_addresses_of_the_contract_answer(client, site_home):
    pages = {address: client.get(address) for address in ADDRESSES}
    assert {address: page.status_code for address, page in pages.items()} == dict.fromkeys(
        ADDRESSES, 200
    )
    assert all("<h1" in page.content.decode() for page in pages.values())


def test_a_second_run_changes_nothing(site_home):
    before = set(Page.objects.values_list("pk", "url_path"))
    ensure_site()
    assert set(Page.objects.values_list("pk", "url_path")) == before
    assert HomePage.objects.count() == 1


def test_the_site_follows_its_address(site_home):
    set_address("https://portal.example")
    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_page_id) == ("portal.example", 443, site_home.pk)


@pytest.mark.parametrize(
    ("role", "allowed", "refused"),
    [
        (
            Role.EDITOR,
            ["wagtailsnippets_reading_work:list", "wagtailimages:add"],
            ["wagtailsettings:edit"],
        ),
        (
            Role.SITE_ADMIN,
            ["wagtailsettings:edit"],
            ["wagtailsnippets_reading_work:list", "wagtailimages:add"],
        ),
    ],
)
def test_tools_of_the_admin(client, site_home, role, allowed, refused):
    client.force_login(UserFactory(role=role))

    def answer(name):
        args = ["portal", "siteidentity"] if name == "wagtailsettings:edit" else []
        return client.get(reverse(name, args=args), follow=True)

    for name in allowed:
        page = answer(name)
        assert page.status_code == 200
        assert not list(page.context["messages"]), name
    for name in refused:
        page = answer(name)
        assert page.redirect_chain[0][0] == reverse("wagtailadmin_home"), name

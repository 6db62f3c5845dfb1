"""The frame of Wagtail's admin as editors see it: ours, Chinese, with no way out of the site."""

import re

import pytest
from django.templatetags.static import static
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from people.roles import Role
from tests.editorial.checks.word_factories import make_word
from tests.people.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

# The address of an example in Wagtail's help for slugs, and names of XML, are no links.
OUTSIDE = re.compile(r"https?://(?!testserver|localhost|127\.0\.0\.1|www\.w3\.org|domain\.com)")


def page_form(home) -> dict[str, str]:
    return nested_form_data(
        {"title": home.title, "slug": home.slug, "summary": "", "body": streamfield([])}
    )


@pytest.fixture
def read(client, site_home):
    client.force_login(UserFactory(role=Role.EDITOR))

    def get(name: str, *args: object) -> str:
        return client.get(reverse(name, args=args), follow=True).content.decode()

    return get


def test_the_seal_stands_in_the_place_of_the_bird(read):
    page = read("wagtailadmin_home")
    seal = static("portal/seal.svg")
    assert f'<link rel="icon" href="{seal}" type="image/svg+xml">' in page
    logo = re.search(r"<template data-wagtail-sidebar-branding-logo>(.*?)</template>", page, re.S)
    assert re.findall(r'src="([^"]*)"', logo[1]) == [seal]
    assert "images/favicon.ico" not in page
    assert re.search(r"<title>\s*(.*?)\s*</title>", page, re.S)[1].endswith(" - 后台")


def test_the_first_page_counts_in_chinese(read):
    page = read("wagtailadmin_home")
    counted = re.findall(r"[\d]+(?:</span>)? (\w+)<span class=\"[^\"]*w-sr-only", page)
    assert counted == ["个页面", "张图片", "个文档", "个音视频"]
    assert "搜索所有页面…" in page


def test_nothing_leads_to_a_host_outside(read, site_home):
    for page in (read("wagtailadmin_home"), read("wagtailadmin_pages:edit", site_home.pk)):
        assert "快捷键" in page  # the help menu is there
        assert OUTSIDE.findall(page) == []


def test_the_panel_of_checks_counts_without_readability(read, site_home):
    page = read("wagtailadmin_pages:edit", site_home.pk)
    assert "data-content-word-count" in page
    assert "data-content-readability-score" not in page


def test_the_panel_of_checks_can_look_at_the_preview(client, site_home):
    """Its checker runs inside the preview: there, and nowhere else, its code is loaded."""
    client.force_login(UserFactory(role=Role.EDITOR))
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[site_home.pk])
    answer = client.post(address, page_form(site_home))
    assert answer.json()["is_valid"], answer.content
    shown = client.get(address + "?in_preview_panel=true").content.decode()
    assert "wagtailadmin/js/userbar.js" in shown
    assert "<wagtail-userbar>" in shown
    for alone in (client.get(address), client.get("/")):
        assert "userbar" not in alone.content.decode()


def test_what_does_not_exist_is_told_under_the_seal(client, site_home):
    client.force_login(UserFactory(role=Role.EDITOR))
    answer = client.get(reverse("wagtailadmin_home") + "nothing-here/")
    assert answer.status_code == 404
    assert f'src="{static("portal/seal.svg")}"' in answer.content.decode()


@pytest.mark.parametrize("address", ["/admin/units/", "/admin/listed_words/"])
def test_columns_are_headed_in_chinese(client, site_home, address):
    UnitFactory()
    make_word("虚构的词")
    client.force_login(UserFactory(role=Role.SITE_ADMIN))
    page = client.get(address).content.decode()
    heads = re.findall(r"<th[^>]*>(.*?)</th>", page, re.S)
    words = [re.sub(r"<[^>]*>|\s+", "", head) for head in heads]
    assert any(words)
    assert [each for each in words if re.search(r"[A-Za-z]{3}", each)] == []

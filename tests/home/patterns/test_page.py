"""Who sees the pattern page, and that it shows every shared part of the interface."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from home.models import TopicPage
from people.roles import Role
from tests.people.factories import UserFactory

FRAME = {  # parts of the frame, or inside other parts: seen on the page without being named
    "account_link", "body", "byline", "card_meta", "correction_link", "corrections", "figure",
    "footer", "form_field_notes", "header", "lead_image", "messages", "meta", "page_title",
    "page_tools", "print_foot", "read_only_notice", "seen", "share_tools", "suggest_link",
    "typed_texts", "view_choice",
}  # fmt: skip


def shown(client, role):
    client.force_login(UserFactory(role=role))
    return client.get("/admin/patterns/")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF_EDITOR, Role.SITE_ADMIN])
def test_staff_see_it(client, site_home, role):
    page = shown(client, role).content.decode()
    assert "--accent" in page
    assert "四十个字的题目" in page


def test_others_do_not(client, site_home):
    assert client.get("/admin/patterns/").status_code == 302
    assert shown(client, Role.TEACHER).status_code in (302, 403)


def test_nothing_is_kept(client, site_home):
    before = TopicPage.objects.count()
    shown(client, Role.EDITOR)
    assert TopicPage.objects.count() == before


def test_every_shared_part_is_there():
    base = Path(settings.BASE_DIR)
    template = (base / "home/templates/home/patterns/patterns.html").read_text()
    named = set(re.findall(r"portal/components/(\w+)\.html", template))
    existing = {path.stem for path in (base / "portal/templates/portal/components").glob("*.html")}
    assert existing - FRAME - named == set()

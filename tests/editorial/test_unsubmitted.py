"""A draft that its author has not handed in is nobody else's, not even in Wagtail's admin."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from editorial import actions
from people.roles import Role
from reading.models import ReadingLogPage
from tests.editorial.factories import log_draft
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db

WORDS, WORD = "没有交出去的题目", "交出去"


@pytest.fixture
def draft(site_home):
    return log_draft(UserFactory(role=Role.TEACHER), title=WORDS)


def admin_addresses(page):
    pk = page.pk
    shelf = ReadingLogPage.shelf()
    return [
        reverse("wagtailadmin_explore", args=[shelf.pk]),
        reverse("wagtailadmin_explore", args=[pk]),
        reverse("wagtailadmin_pages:edit", args=[pk]),
        reverse("wagtailadmin_pages:view_draft", args=[pk]),
        reverse("wagtailadmin_pages:history", args=[pk]),
        reverse("wagtailadmin_pages:revisions_view", args=[pk, page.latest_revision_id]),
        reverse("wagtailadmin_pages:revisions_compare", args=[pk, "earliest", "latest"]),
        reverse("wagtailadmin_pages:revisions_revert", args=[pk, page.latest_revision_id]),
        reverse("wagtailadmin_pages:preview_on_edit", args=[pk]),
        reverse("wagtailadmin_pages:usage", args=[pk]),
        reverse("wagtailadmin_pages:delete", args=[pk]),
        reverse("wagtailadmin_pages:copy", args=[pk]),
        reverse("wagtailadmin_pages:move", args=[pk]),
        f"{reverse('wagtailadmin_pages:search')}?q={WORD}",
        f"{reverse('wagtailadmin_choose_page_child', args=[shelf.pk])}",
        f"{reverse('wagtailadmin_choose_page_search')}?q={WORD}",
        f"{reverse('wagtailadmin_api:pages:listing')}?child_of={shelf.pk}",
        reverse("wagtailadmin_api:pages:detail", args=[pk]),
        reverse("wagtailadmin_reports:aging_pages"),
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_home"),
        reverse("reviews:queue"),
    ]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF_EDITOR, "superuser"])
def test_no_page_of_the_admin_names_it(client, draft, role):
    rights = {"is_superuser": True} if role == "superuser" else {"role": role}
    reader = UserFactory(**rights)
    client.force_login(reader)
    page = Page.objects.get(pk=draft.pk)
    shown = {}
    for address in admin_addresses(page):
        answer = client.get(address, follow=True)
        if WORDS in answer.content.decode():
            shown[address] = answer.status_code
    assert shown == {}


def test_once_handed_in_editors_find_it_and_its_author_always_does(client, draft):
    editor = UserFactory(role=Role.EDITOR)
    explorer = reverse("wagtailadmin_explore", args=[ReadingLogPage.shelf().pk])
    actions.submit(page_id=draft.pk, author=draft.owner)
    client.force_login(editor)
    assert WORDS in client.get(explorer).content.decode()
    own = log_draft(editor, title="编辑自己的草稿")
    assert own.title in client.get(explorer).content.decode()

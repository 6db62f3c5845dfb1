"""The explorer shows what Wagtail's own would, without gathering all pages first."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.urls import reverse
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.models import GroupPagePermission

from editorial import explorer
from editorial.explorer import ExplorerView, count_seldom
from people.roles import Role
from reading.models import ReadingIndexPage, ReadingLogPage
from tests.editorial.factories import log_draft, put_live
from tests.people.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(site_home):
    author = TeacherFactory()
    for number in range(3):
        put_live(log_draft(author, title=f"公开的第{number}篇"))
    log_draft(author, title="没有交出去的一篇")
    return ReadingLogPage.shelf()


def with_a_permission_at(page):
    user, group = UserFactory(), Group.objects.create(name="只改这一栏")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=page, permission=change)
    user.groups.add(group)
    return user


def titles(answer):
    return [page.title for page in answer.context["object_list"]]


@pytest.mark.parametrize("who", ["chief", "superuser", "at the shelf", "author"])
def test_every_level_shows_what_wagtails_view_shows(client, shelf, who, monkeypatch):
    user = {
        "chief": lambda: UserFactory(role=Role.CHIEF_EDITOR),
        "superuser": lambda: UserFactory(is_superuser=True),
        "at the shelf": lambda: with_a_permission_at(shelf),
        "author": lambda: with_a_permission_at(shelf.get_children().first()),
    }[who]()
    client.force_login(user)
    levels = [*shelf.get_ancestors(inclusive=True), shelf.get_children().first()]
    addresses = [reverse("wagtailadmin_explore", args=[page.pk]) for page in levels]
    addresses += [f"{addresses[-2]}?ordering=title", f"{addresses[-2]}?has_child_pages=false"]
    shown = [client.get(each, follow=True) for each in addresses]
    assert not any("没有交出去的一篇" in titles(answer) for answer in shown)
    monkeypatch.setattr(ExplorerView, "get_base_queryset", ExplorableIndexView.get_base_queryset)
    assert [titles(each) for each in shown] == [
        titles(client.get(each, follow=True)) for each in addresses
    ]


def test_where_a_permission_stands_no_pages_are_gathered(client, shelf):
    client.force_login(UserFactory(role=Role.CHIEF_EDITOR))
    explored = reverse("wagtailadmin_explore", args=[shelf.pk])
    client.get(explored)
    answer = client.get(explored)
    assert isinstance(answer.context["view"], ExplorerView)
    assert len(titles(answer)) == 3
    assert "V0" not in str(answer.context["paginator"].object_list.query).partition("WHERE")[2]


def test_the_first_page_counts_once_in_some_minutes(rf, shelf):
    request = rf.get("/")
    request.user = UserFactory(role=Role.CHIEF_EDITOR)
    cache.clear()
    items = [PagesSummaryItem(request)]
    count_seldom(request, items)
    before = items[0].get_context_data({})["total_pages"]
    assert before == PagesSummaryItem(request).get_context_data({})["total_pages"]
    shelf.add_child(instance=ReadingIndexPage(title="又一栏", slug="more"))
    assert items[0].get_context_data({})["total_pages"] == before
    cache.clear()
    assert items[0].get_context_data({})["total_pages"] == before + 1


@pytest.mark.parametrize("few", [0, 2, 100])
def test_children_are_found_among_what_is_below_them(shelf, few, client, monkeypatch):
    monkeypatch.setattr(explorer, "FEW", few)
    client.force_login(UserFactory(is_superuser=True))
    for page in [*shelf.get_ancestors(inclusive=True), shelf.get_children().first()]:
        answer = client.get(reverse("wagtailadmin_explore", args=[page.pk]))
        shown = {each.pk for each in answer.context["object_list"]}
        hidden = {each.pk for each in page.get_children() if "没有交出去" in each.title}
        assert shown == {each.pk for each in page.get_children()} - hidden
        assert explorer._child_paths(page) == [each.path for each in page.get_children()]

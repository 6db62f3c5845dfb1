"""Queries that are translated once: the same rows as ever, and nothing that was closed since."""

from datetime import date
from threading import Thread

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import CharField, DateField, IntegerField, Prefetch, TextField
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission, Page, PageViewRestriction, Site

from portal import prepared
from portal.models import FrameStamp, SiteIdentity
from portal.prepared import MOST_SHAPES, Prepared, Several
from portal.queries import public_pages

pytestmark = pytest.mark.django_db


def test_it_finds_what_the_queryset_finds(site_home):
    sections = Prepared(
        lambda depth, title: Page.objects.filter(depth=depth).exclude(title=title).order_by("path"),
        depth=IntegerField(),
        title=CharField(),
    )
    for title in ("'; DROP TABLE wagtailcore_page; --", Page.objects.filter(depth=3)[0].title):
        expected = Page.objects.filter(depth=3).exclude(title=title).order_by("path")
        found = sections(depth=3, title=title)
        assert found == list(expected)
        assert [page.first_published_at for page in found] == [
            page.first_published_at for page in expected
        ]
    assert sections(depth=77, title="") == []


def test_it_is_translated_once_for_each_shape(site_home):
    built = []

    def build(most, depth):
        built.append(most)
        return Page.objects.filter(depth=depth).order_by("path")[:most]

    some = Prepared(build, depth=IntegerField())
    assert len(some(2, depth=3)) == len(some(2, depth=3)) == 2
    assert len(some(1, depth=3)) == 1
    assert built == [2, 1]
    for most in range(1, MOST_SHAPES + 3):
        some(most, depth=3)
    assert some(2, depth=2) == [site_home.page_ptr]


def test_rows_are_read_anew_and_are_nobody_elses(site_home):
    named = Prepared(lambda pk: Page.objects.filter(pk=pk), pk=IntegerField())
    [first] = named(pk=site_home.pk)
    first.title = "只在内存里"
    Page.objects.filter(pk=site_home.pk).update(title="新的名称")
    [second] = named(pk=site_home.pk)
    assert (first.title, second.title) == ("只在内存里", "新的名称")


def test_values_are_values_of_their_fields(site_home):
    on = Prepared(
        lambda day: Page.objects.filter(first_published_at__date__lte=day).values_list(
            "pk", "slug"
        ),
        day=DateField(),
    )
    assert on(day=date(1999, 1, 1)) == []
    expected = Page.objects.exclude(first_published_at=None).values_list("pk", "slug")
    assert set(on(day=date(2999, 1, 1))) == set(expected)


def test_what_is_closed_is_closed_to_it(site_home):
    open_pages = Prepared(
        lambda depth: public_pages(Page.objects.filter(depth=depth)), depth=IntegerField()
    )
    section = open_pages(depth=3)[0]
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert section not in open_pages(depth=3)
    PageViewRestriction.objects.all().delete()
    assert section in open_pages(depth=3)


def test_what_is_fetched_with_one_row_is_prepared_too(site_home, django_assert_num_queries):
    site = Site.objects.get()
    restricted = Page.objects.filter(depth=3)[0]
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    pages = Prepared(
        lambda pk: Page.objects.filter(pk=pk).prefetch_related(
            "view_restrictions",
            Prefetch("group_permissions", GroupPagePermission.objects.select_related("group")),
        ),
        pk=IntegerField(),
    )
    sites = Prepared(
        lambda pk: (
            Site.objects.filter(pk=pk)
            .select_related("root_page")
            .prefetch_related("root_page__group_permissions", "root_page__locale")
        ),
        pk=IntegerField(),
    )
    for _ in range(2):
        [page] = pages(pk=restricted.pk)
        [found] = sites(pk=site.pk)
    with django_assert_num_queries(0):
        assert [each.page for each in page.view_restrictions.all()] == [page]
        granted = list(page.group_permissions.all())
        assert all(each.group.name for each in granted)
        of_root = list(found.root_page.group_permissions.all())
        assert found.root_page.locale
    assert granted == list(GroupPagePermission.objects.filter(page=restricted))
    assert of_root == list(GroupPagePermission.objects.filter(page=site.root_page))


def test_what_knows_many_rows_is_prepared_for_one(django_assert_num_queries):
    groups = Prepared(
        lambda pk: (
            Group.objects.filter(pk__lte=pk)
            .order_by("pk")
            .prefetch_related("permissions", "page_permissions")
        ),
        pk=IntegerField(),
    )
    expected = list(Group.objects.order_by("pk").prefetch_related("permissions"))
    assert any(each.permissions.all() for each in expected)
    for last in (expected[0], expected[-1]):
        groups(pk=last.pk)
        with CaptureQueriesContext(connection) as captured:
            found = groups(pk=last.pk)
        assert len([each for each in captured if "framestamp" not in each["sql"]]) == 3
        assert found == expected[: len(found)]
        with django_assert_num_queries(0):
            for group, same in zip(found, expected, strict=False):
                assert list(group.permissions.all()) == list(same.permissions.all())
                assert all(each.group is group for each in group.page_permissions.all())


def test_many_keys_are_asked_for_in_several_queries(monkeypatch, site_home):
    monkeypatch.setattr(prepared, "MOST_TOGETHER", 2)
    expected = list(Page.objects.filter(depth=3).order_by("pk"))
    assert len(expected) > 3
    some = Several(lambda keys: Page.objects.filter(pk__in=keys), IntegerField())
    for amount in range(len(expected) + 1):
        wanted = expected[:amount]
        keys = [page.pk for page in wanted]
        assert sorted(page.pk for page in some([*keys, *keys])) == keys
    assert some([0, expected[0].pk]) == expected[:1]


def test_what_belongs_to_several_rows_is_read_at_once(site_home):
    several = Prepared(
        lambda depth: Page.objects.filter(depth=depth).prefetch_related("group_permissions"),
        depth=IntegerField(),
    )
    several(depth=3)
    with CaptureQueriesContext(connection) as captured:
        pages = several(depth=3)
        assert all(page.group_permissions.all() is not None for page in pages)
        _ = [list(page.group_permissions.all()) for page in pages]
    assert len(pages) > 1
    assert len([each for each in captured if "grouppagepermission" in each["sql"]]) == 1


@pytest.mark.parametrize("values", [{}, {"pk": None}, {"pk": 1, "name": 2}])
def test_values_that_were_not_asked_for_are_refused(values):
    with pytest.raises(TypeError):
        Prepared(lambda pk: Page.objects.filter(pk=pk), pk=IntegerField())(**values)


def test_without_a_stamp_nothing_is_kept(site_home):
    FrameStamp.objects.all().delete()
    built = []

    def build(pk):
        built.append(pk)
        return SiteIdentity.objects.filter(pk=pk)

    identities = Prepared(build, pk=IntegerField())
    identities(pk=1)
    identities(pk=1)
    assert len(built) == 2


@pytest.mark.django_db(transaction=True)
def test_threads_use_their_own_connections(site_home):
    at = Prepared(lambda path: Page.objects.filter(url_path=path), path=TextField())
    expected = at(path=site_home.url_path)
    found = []

    def ask():
        found.append(at(path=site_home.url_path))
        connection.close()

    threads = [Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 3

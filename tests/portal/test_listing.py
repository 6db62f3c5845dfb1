"""Long lists by date: every page is the one that Django's paginator finds, wherever it stands."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.paginator import EmptyPage, Paginator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from portal import listing
from portal.by_date import newest_first
from portal.listing import ListPaginator
from portal.queries import public_pages

pytestmark = pytest.mark.django_db

THOUSAND = 3


@pytest.fixture
def dated(site_home, monkeypatch):
    """Eleven pages, some of one moment, and a list of them with what is thousands elsewhere."""
    monkeypatch.setattr(listing, "COUNTED_ANEW", THOUSAND)
    cache.clear()
    section = site_home.add_child(instance=Page(title="one", slug="one"))
    now = timezone.now()
    for number in range(11):
        page = section.add_child(instance=Page(title=f"{number}", slug=f"p{number}"))
        page.first_published_at = now - timedelta(days=number // 4)
        page.save()
    return Page.objects.child_of(section).order_by(*listing.NEWEST_FIRST)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_every_page_is_that_of_django(dated, size):
    for rows in (dated, dated.values_list("pk", flat=True), dated.reverse(), newest_first(dated)):
        ours, djangos = ListPaginator(rows, size), Paginator(rows, size)
        assert ours.num_pages == djangos.num_pages
        for number in djangos.page_range:
            assert list(ours.page(number)) == list(djangos.page(number))
        with pytest.raises(EmptyPage):
            ours.page(djangos.num_pages + 1)


def test_a_far_page_passes_over_less_than_a_thousand(dated, django_assert_num_queries):
    ListPaginator(dated, 2).page(1)
    with django_assert_num_queries(2):
        rows = ListPaginator(dated, 2).page(4).object_list
        assert [page.title for page in rows]
    assert rows.query.low_mark < THOUSAND


def test_the_last_page_is_taken_from_the_end(dated):
    last = ListPaginator(dated, 2).num_pages
    with CaptureQueriesContext(connection) as captured:
        assert len(ListPaginator(dated, 2).page(last)) == 1
    assert len(captured) == 2
    assert "OFFSET" not in captured[-1]["sql"]


def test_what_has_no_date_is_found_the_long_way(dated):
    Page.objects.filter(slug__in=["p3", "p6", "p9"]).update(first_published_at=None)
    rows = public_pages(dated)
    assert [page.pk for number in range(1, 7) for page in ListPaginator(rows, 2).page(number)] == [
        page.pk for page in rows
    ]


def test_a_list_that_shrank_meanwhile_shows_what_is_left(dated):
    assert ListPaginator(dated, 2).count == 11
    dated.filter(slug__in=["p0", "p1", "p2", "p3", "p4", "p5"]).delete()
    paginator = ListPaginator(dated, 2)
    assert paginator.count == 11  # as it was some minutes ago
    shown = [page.title for number in paginator.page_range for page in paginator.page(number)]
    assert set(shown) <= {"6", "7", "8", "9", "10"}
    assert "10" in shown


def test_a_list_sought_among_many_may_be_empty(dated):
    for rows in (dated.filter(title="none"), dated.filter(pk__in=[])):
        paginator = ListPaginator(rows, 2, is_long=True)
        assert paginator.count == 0
        assert list(paginator.get_page(7)) == []

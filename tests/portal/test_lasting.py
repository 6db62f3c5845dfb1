"""What a process keeps of the frame, and that no change is missed."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from portal import request_scope
from portal.lasting import lasting, renew
from portal.models import FrameStamp, SiteIdentity
from portal.queries import restricted_paths

pytestmark = pytest.mark.django_db


def asked_by(client, address="/workshops/") -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_second_page_asks_for_the_stamp_alone(client, site_home):
    asked_by(client)
    again = asked_by(client)
    with CaptureQueriesContext(connection) as captured:
        client.get("/workshops/")
    of_frame = [each["sql"] for each in captured if "portal_" in each["sql"]]
    assert len(captured) == again
    assert len(of_frame) == 1
    assert "portal_framestamp" in of_frame[0]
    assert not any('AS "page__path"' in each["sql"] for each in captured)


def change_name(home):
    identity = SiteIdentity.for_site(Site.objects.get())
    identity.site_name = "新的名称"
    identity.save()


def rename_section(home):
    section = Page.objects.get(slug="reading").specific
    section.title = "新的名称"
    section.save_revision().publish()


def rename_by_row(home):
    section = Page.objects.get(slug="forums")
    section.title = "新的名称"
    section.save(update_fields=["title"])


@pytest.mark.parametrize("change", [change_name, rename_section, rename_by_row])
def test_what_changes_is_on_the_next_page(client, site_home, change):
    assert "新的名称" not in client.get("/workshops/").content.decode()
    change(site_home)
    assert "新的名称" in client.get("/workshops/").content.decode()


def close(section):
    PageViewRestriction.objects.create(page=section, restriction_type="login")


def take_down(section):
    section.unpublish()


def take_out(section):
    section.delete()


def move_below(section):
    section.move(Page.objects.get(slug="stories"), pos="last-child")


@pytest.mark.parametrize("change", [close, take_down, take_out, move_below])
def test_a_section_that_goes_leaves_the_menu_at_once(client, site_home, change):
    assert ">论坛活动</a>" in client.get("/workshops/").content.decode()
    change(Page.objects.get(slug="forums"))
    assert ">论坛活动</a>" not in client.get("/workshops/").content.decode()


def test_a_page_below_the_sections_leaves_the_frame_alone(site_home):
    before = FrameStamp.objects.get().value
    page = Page.objects.get(slug="lists").specific
    page.title = "另一个名称"
    page.save_revision().publish()
    assert page.depth == 4
    assert FrameStamp.objects.get().value == before


def test_a_restriction_moves_with_its_page(site_home):
    lists = Page.objects.get(slug="lists")
    close(lists)
    before = restricted_paths()
    lists.move(Page.objects.get(slug="forums"), pos="last-child")
    assert restricted_paths() == [Page.objects.get(pk=lists.pk).path]
    assert restricted_paths() != before


def test_what_was_read_in_a_transaction_that_failed_is_not_kept(site_home):
    lasting("sum", lambda: "true")
    with transaction.atomic():
        renew()
        assert lasting("sum", lambda: "never true") == "never true"
        transaction.set_rollback(True)
    assert lasting("sum", lambda: "true again") == "true again"


def test_a_request_reads_the_stamp_once(site_home, django_assert_num_queries):
    request_scope._open()
    try:
        with django_assert_num_queries(1):
            assert [lasting("answer", lambda: 42) for _ in range(3)] == [42, 42, 42]
    finally:
        request_scope._close()


def test_without_a_stamp_nothing_is_kept(site_home):
    FrameStamp.objects.all().delete()
    assert [lasting("answer", iter((1, 2)).__next__) for _ in range(1)] == [1]
    counter = iter((1, 2))
    assert [lasting("answer", counter.__next__) for _ in range(2)] == [1, 2]


def test_requests_do_not_share_the_object_they_write_on(site_home):
    site = Site.objects.get()
    one, two = SiteIdentity.for_site(site), SiteIdentity.for_site(site)
    assert one == two
    assert one is not two

"""Menu, errors, health, lists: what all pages share."""

import json
from unittest import mock

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import Collection, Page, PageViewRestriction

from portal import health, listing
from portal.listing import paginate
from portal.models import SiteIdentity
from portal.queries import public_pages

pytestmark = pytest.mark.django_db


def test_menu_names_the_sections_in_their_order(client, site_home):
    page = client.get("/").content.decode()
    positions = [
        page.index(f">{title}<")
        for title in ("师德风采", "书房计划", "论坛活动", "名师工作坊", "专题")
    ]
    assert positions == sorted(positions)


def test_an_empty_footer_value_is_not_shown(client, site_home):
    page = client.get("/").content.decode()
    assert "ICP" not in page
    assert "主办" not in page
    identity = SiteIdentity.for_request(client.get("/").wsgi_request)
    identity.sponsor = "示例主办单位"
    identity.save()
    assert "示例主办单位" in client.get("/").content.decode()


def test_mourning_mode_turns_the_whole_site_grey(client, site_home):
    assert 'class="mourning"' not in client.get("/").content.decode()
    identity = SiteIdentity.for_request(client.get("/").wsgi_request)
    identity.mourning_mode = True
    identity.save()
    assert 'class="mourning"' in client.get("/").content.decode()


@pytest.mark.parametrize(
    "address",
    ["/no-such-page/", "/reading/passage/2025-02-30/", "/reading/books/999999999999999999/"],
)
def test_what_is_not_there_is_a_chinese_404(client, site_home, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert 'lang="zh-Hans"' in answer.content.decode()


def test_a_form_with_an_old_token_shows_what_was_typed(site_home):
    client = Client(enforce_csrf_checks=True)
    text = "写了很久的一段文字，不能因为页面开得太久就丢掉，请把它原样还给我。" * 2
    answer = client.post("/accounts/login/", {"body": text, "password": "秘密" * 30})
    assert answer.status_code == 403
    assert text in answer.content.decode()
    assert "秘密" not in answer.content.decode()


def test_healthz_says_that_the_process_is_alive(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_readyz_names_the_part_that_fails(client, site_home):
    with mock.patch.object(default_storage, "save", side_effect=ConnectionError("secret-host")):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    found = json.loads(answer.content)
    parts = found["parts"]
    assert set(parts) == {"database", "cache", "storage", "search", "worker", "tasks"}
    assert found["ready"] is False
    assert parts["storage"]["state"] == "down"
    assert "storage" not in found["degraded"]
    assert parts["database"]["ok"] is True
    assert "secret-host" not in answer.content.decode()


@pytest.mark.parametrize("part", ["cache", "search", "tasks", "worker"])
def test_readyz_is_200_without_what_the_site_goes_on_without(client, site_home, monkeypatch, part):
    call_command("update_index", verbosity=0)
    monkeypatch.setitem(health._checks, part, lambda: (False, "不在了"))
    answer = client.get("/readyz")
    found = json.loads(answer.content)
    assert (answer.status_code, found["ready"], found["degraded"]) == (200, True, [part])
    assert found["parts"][part] == {"ok": False, "state": "degraded", "message": "不在了"}


@pytest.mark.parametrize("part", ["database", "storage"])
def test_readyz_is_503_without_what_the_site_stands_on(client, site_home, monkeypatch, part):
    monkeypatch.setitem(health._checks, part, lambda: (False, "不在了"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"][part]["state"] == "down"


@pytest.mark.parametrize(
    ("asked", "given"), [(None, 1), ("2", 2), ("0", 3), ("-1", 3), ("99", 3), ("x", 1), ("２", 2)]
)
def test_an_odd_page_number_gives_the_nearest_page(asked, given):
    request = RequestFactory().get("/", {} if asked is None else {"page": asked})
    page, _ = paginate(request, list(range(30)), size=12)
    assert page.number == given


def test_page_links_keep_the_other_parameters():
    request = RequestFactory().get("/", {"page": "2", "kind": "读&书", "empty": ""})
    _, querystring = paginate(request, list(range(30)), size=12)
    assert querystring == "kind=%E8%AF%BB%26%E4%B9%A6&"


def test_a_long_list_is_counted_once_in_some_minutes(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(listing, "COUNTED_ANEW", 3)
    Collection.objects.bulk_create(
        Collection(name=f"{n}", path=f"00019{n:03}", depth=2) for n in range(6)
    )
    rows = Collection.objects.order_by("pk")
    request = RequestFactory().get("/")
    total = rows.count()
    assert total > 4
    with django_assert_num_queries(2):
        assert paginate(request, rows)[0].paginator.count == total
    rows.last().delete()
    with django_assert_num_queries(1):
        assert paginate(request, rows)[0].paginator.count == total
    # Of another reader, another filter: counted for itself.
    assert paginate(request, rows.exclude(pk=rows.last().pk))[0].paginator.count == total - 2
    # A short one is always counted.
    short = rows.filter(pk__in=rows[:2].values("pk"))
    with django_assert_num_queries(1):
        assert paginate(request, short)[0].paginator.count == 2
    # Said to be long, it is not begun to count.
    longer = rows.filter(pk__gt=0)
    with django_assert_num_queries(1):
        assert paginate(request, longer, is_long=True)[0].paginator.count == total - 1


def test_a_restricted_page_and_what_lies_below_is_not_public(client, site_home):
    section = Page.objects.get(slug="reading")
    below = Page.objects.get(slug="lists")
    assert public_pages().filter(pk=below.pk).exists()
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert not public_pages().filter(pk=below.pk).exists()
    assert not public_pages().filter(pk__in=[section.pk, below.pk]).exists()
    assert "书房计划</a>" not in client.get("/").content.decode()


@pytest.mark.parametrize("name", ["healthz", "robots", "sitemap", "feed"])
def test_addresses_for_machines_answer_to_head(client, site_home, name):
    answer = client.head(reverse(name))
    assert answer.status_code == 200
    assert answer.content == b""

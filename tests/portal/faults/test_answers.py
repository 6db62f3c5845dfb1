"""What a visitor gets while something is gone."""

import errno
import sqlite3
from unittest import mock

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from portal import read_only, urls

TEXT = "写了很久的一段文字，不能因为磁盘满了就丢掉，请把它原样还给我，一个字也不要少。" * 2
MUCH = 2_000


@pytest.fixture
def client() -> Client:
    """A client that answers as the server does."""
    return Client(raise_request_exception=False)


def fail(request):
    raise request.META["test.error"]


def write(request):
    Group.objects.create(name="written")
    return HttpResponse("ok")


def write_much(request):
    Group.objects.bulk_create(Group(name=f"much {n} {'x' * 130}") for n in range(MUCH))
    return HttpResponse("ok")


class Failing:
    handler500 = urls.handler500
    urlpatterns = [
        path("fail/", fail),
        path("write/", write),
        path("write-much/", write_much),
        path("api/v2/fail/", fail),
        *urls.urlpatterns,
    ]


@pytest.fixture(autouse=True)
def _address_that_fails():
    with override_settings(ROOT_URLCONF=Failing):
        yield


@pytest.fixture
def _not_read_only(monkeypatch) -> None:
    """Let nobody ask, before the view, whether it is maintenance."""
    monkeypatch.setattr(read_only, "notice", lambda: read_only.Notice(is_on=False))


def ask(client, error, address="/fail/", **data):
    return client.post(address, data, **{"test.error": error})


@pytest.mark.usefixtures("_not_read_only")
def test_a_full_disk_is_507_and_gives_back_what_was_typed(client):
    """Without a database: the answer must not need what is gone."""
    answer = ask(client, OSError(errno.ENOSPC, "full"), body=TEXT, password="秘密" * 30)
    page = answer.content.decode()
    assert answer.status_code == 507
    assert "存储空间满了" in page
    assert TEXT in page
    assert "秘密" not in page
    assert answer["Cache-Control"] == "no-store"
    assert not answer.has_header("Retry-After")


@pytest.mark.usefixtures("_not_read_only")
def test_typed_texts_cannot_break_out_of_the_page(client):
    answer = ask(client, OSError(errno.ENOSPC, ""), body="</textarea><script>alert(1)</script>" * 2)
    assert "<script>" not in answer.content.decode()


@pytest.mark.usefixtures("_not_read_only")
def test_a_defect_stays_a_500(client):
    answer = ask(client, KeyError("ours"), body=TEXT)
    assert answer.status_code == 500
    assert "服务器出了点问题" in answer.content.decode()


@pytest.mark.usefixtures("_not_read_only")
def test_the_api_says_it_in_json(client):
    answer = ask(client, OSError(errno.ENOSPC, "full"), "/api/v2/fail/")
    assert answer.status_code == 507
    assert "存储空间满了" in answer.json()["message"]


@pytest.mark.usefixtures("_not_read_only")
def test_an_upload_that_cannot_be_read_still_gets_its_page(client):
    full = OSError(errno.ENOSPC, "full")
    with mock.patch("django.core.handlers.wsgi.WSGIRequest._load_post_and_files", side_effect=full):
        answer = client.post("/accounts/login/", {"body": TEXT})
    assert answer.status_code == 507


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no lock on everything")
@pytest.mark.django_db(transaction=True)
def test_a_locked_database_is_503_and_heals_with_the_lock(client, site_home):
    client.get("/")  # the first visit ever makes the row of the site's settings
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=10")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        refused = client.post("/write/", {"body": TEXT})
        assert refused.status_code == 503
        assert refused["Retry-After"] == "5"
        assert TEXT in refused.content.decode()
        assert client.get("/").status_code == 200, "readers go on"
        other.execute("ROLLBACK")
        assert client.post("/write/", {"body": TEXT}).status_code == 200
    finally:
        other.close()
        connection.close()  # and its short patience with it
    assert Group.objects.filter(name="written").count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="see tests/deploy/test_full_disk.py")
@pytest.mark.django_db(transaction=True)
def test_a_full_database_is_507_and_takes_up_again_with_room(client, site_home):
    client.get("/")
    with connection.cursor() as cursor:
        # The file may not grow by a single page, and earlier tests have left none in it: what
        # SQLite then says is what a full disk says.
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count={cursor.fetchone()[0]}")
    refused = client.post("/write-much/", {"body": TEXT})
    assert refused.status_code == 507
    assert TEXT in refused.content.decode()
    assert client.get("/").status_code == 200
    assert not Group.objects.filter(name__startswith="much").exists()
    connection.close()  # and the limit with it
    assert client.post("/write-much/", {"body": TEXT}).status_code == 200
    assert Group.objects.filter(name__startswith="much").count() == MUCH

"""Maintenance: reading goes on, nothing is taken in."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import User
from portal import read_only
from search.models import SearchCount
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db


def switch(*words: str) -> str:
    out = io.StringIO()
    call_command("read_only", *words, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("on", "--reason", "维" * 201), "201 字，最多 200"),
        (("off", "--reason", "好了。"), "只和 on 一起"),
    ],
)
def test_a_reason_that_cannot_be_shown_is_refused(words, said):
    with pytest.raises(CommandError, match=said):
        switch(*words)
    assert "可以读写" in switch("status")


@pytest.fixture
def closed(site_home):
    switch("on", "--reason", "今晚八点恢复。")


def test_pages_are_served_with_a_word_about_it(client, closed):
    answer = client.get("/stories/")
    assert answer.status_code == 200
    assert "网站正在维护，暂时只能看，不能登录和提交。今晚八点恢复。" in answer.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/accounts/login/", "/admin/pages/3/edit/", "/stories/"])
def test_writes_are_refused(closed, method, address):
    answer = getattr(Client(enforce_csrf_checks=True), method)(address)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "600"
    assert answer["Cache-Control"] == "no-store"
    assert "暂时只能看" in answer.content.decode()


def test_nothing_of_a_write_reaches_the_database(client, closed):
    teacher = TeacherFactory()
    client.force_login(teacher)
    client.get("/")  # the first page ever writes down the name of the site
    with CaptureQueriesContext(connection) as captured:
        client.post("/my/submissions/new/story/", {"title": "不该保存"})
        client.get("/search/?q=不该计数")
    written = [each["sql"] for each in captured if not each["sql"].startswith("SELECT")]
    assert [sql for sql in written if "SAVEPOINT" not in sql] == []
    assert not SearchCount.objects.exists()
    assert User.objects.get(pk=teacher.pk).last_login == teacher.last_login


def test_the_view_in_large_type_can_still_be_chosen(client, closed):
    assert client.post("/view/", {"view": "large"}).status_code == 302


def test_it_ends(client, closed):
    client.get("/stories/")
    assert switch("status") == "网站现在只能看。今晚八点恢复。\n"
    assert switch("off") == "网站现在可以读写。\n"
    assert client.post("/accounts/login/", {}).status_code == 200
    assert "正在维护" not in client.get("/stories/").content.decode()


def test_the_environment_holds_it_on(client, site_home, settings):
    settings.READ_ONLY = True
    assert switch("off") == "网站现在只能看。\n"
    assert client.post("/accounts/login/", {}).status_code == 503


def test_knowing_costs_no_query_of_its_own(client, site_home):
    client.get("/workshops/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/workshops/")
        assert not read_only.notice().is_on
    assert [each["sql"] for each in captured if "readonlyspell" in each["sql"]] == []

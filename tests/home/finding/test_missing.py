"""The page for what is not there suggests what may be meant, cheaply and to nobody too much."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from editorial.models import Readership
from home.finding import missing
from reading.models import ReadingLogPage
from tests.editorial.factories import log_draft, put_live
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db

TITLE = "青瓷般的清晨"


@pytest.fixture
def log(site_home):
    page = put_live(log_draft(TeacherFactory(), title=TITLE))
    call_command("update_index", verbosity=0)
    return page


def asked(client, address):
    answer = client.get(address)
    assert answer.status_code == 404, address
    return answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/stories/qing-ci-ban-de-qing-chen/",  # another section
        "/reading/logs/qing-ci-ban-de-qing-chen-2/",
        "/reading/logs/qing-ci-ban-de/",  # cut off
        "/reading/logs/qing-ci-ban-de-qing-chen.html",
        "/青瓷般的清晨/",
    ],
)
def test_an_address_that_nearly_fits_leads_to_the_page(client, log, address):
    assert f'href="{log.get_url()}"' in asked(client, address)


def test_nothing_is_suggested_that_the_reader_may_not_open(client, log):
    ReadingLogPage.objects.filter(pk=log.pk).update(audience="district")
    Readership.set_for(log.pk, "district", None)
    shown = asked(client, "/stories/qing-ci-ban-de-qing-chen/")
    assert TITLE not in shown
    assert log.get_url() not in shown


def test_a_draft_is_not_suggested(client, log):
    Page.objects.filter(pk=log.pk).update(live=False)
    assert log.get_url() not in asked(client, "/stories/qing-ci-ban-de-qing-chen/")


def test_the_words_stand_in_the_search_box(client, site_home):
    assert 'value="mei you de ci"' in asked(client, "/stories/mei-you-de-ci/")


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_programs_cost_no_more_than_the_frame(client, log):
    frame = queries(client, "/wp-login.php")
    assert queries(client, "/.env") == frame
    assert queries(client, "/stories/mei-you-zhe-yi-pian-wen-zhang/") <= 20


@pytest.mark.parametrize("error", [DatabaseError("x"), OSError("x"), RuntimeError("x")])
def test_a_search_that_fails_suggests_nothing(client, log, monkeypatch, error):
    def fail(*args):
        raise error

    monkeypatch.setattr(missing, "suggestions_for", fail)
    assert "找不到这一页" in asked(client, "/stories/mei-you-de-ci/")


def test_what_is_sent_to_nowhere_asks_nothing(client, log, monkeypatch):
    monkeypatch.setattr(missing, "wanted_by", lambda path: pytest.fail("asked"))
    assert client.post("/stories/qing-ci/").status_code == 404

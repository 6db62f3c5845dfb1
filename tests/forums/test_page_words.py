"""What the page of an event says of its time, and who announces it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.models import AgendaItem, ForumEventPage, ForumIndexPage
from tests.editorial.factories import draft_below, put_live
from tests.people.factories import TeacherFactory

BEGIN = timezone.now() + timedelta(days=3)


@pytest.fixture
def shown(site_home, client):
    def show(**values):
        event = ForumEventPage(title="一场活动", event_kind="salon", **values)
        event.agenda = [AgendaItem(title="开场")]
        author = TeacherFactory(name="虚构")
        page = put_live(draft_below(ForumIndexPage.objects.get(), author, event))
        return client.get(page.url).content.decode()

    return show


def test_an_event_with_a_day_comes(shown):
    page = shown(starts_at=BEGIN, ends_at=BEGIN + timedelta(hours=1))
    assert "即将举行" in page
    assert " 至 <time" in page
    assert "时间待定" not in page


def test_an_event_without_a_day_says_so(shown):
    page = shown()
    assert "时间待定" in page
    assert "即将举行" not in page


def test_an_end_like_the_beginning_is_not_told(shown):
    assert " 至 <time" not in shown(starts_at=BEGIN, ends_at=BEGIN)


def test_an_event_has_no_author_and_no_room_for_missing_times(shown):
    page = shown(starts_at=BEGIN)
    assert "发布：" in page
    assert "作者：" not in page
    assert "agenda__time" not in page

"""Where a person spoke: only where name and unit both stand, and only what is public."""

import pytest
from django.utils import timezone

from editorial.models import Readership
from forums.models import EventSession
from forums.models import Speaker as EventSpeaker
from people.talks import Speaker, talks_of
from tests.forums.factories import make_draft, make_event

pytestmark = pytest.mark.django_db
PERSON = Speaker("王虚构", "虚构听雨小学（演示）")


def event(title, speakers, sessions=(), **values):
    page = make_event(
        title=title,
        sessions=[
            EventSession(title=name, speaker_names=names, sort_order=number)
            for number, (name, names) in enumerate(sessions)
        ],
        **values,
    )
    for number, (name, affiliation) in enumerate(speakers):
        EventSpeaker.objects.create(
            page=page, name=name, affiliation=affiliation, sort_order=number
        )
    return page


def told(person=PERSON, reader=None):
    return [(talk.occasion, talk.title) for talk in talks_of(person, reader)]


@pytest.fixture
def events(site_home):
    ours = [("王虚构", "虚构听雨小学教师")]
    return {
        "分场": event("分场", ours, [("第一场", "李虚构、王虚构"), ("第二场", "王虚构构")]),
        "整场": event("整场", ours),
        "同名": event("同名", [("王虚构", "别的小学教师")]),
        "他人": event("他人", [("李虚构", "虚构听雨小学教师")]),
    }


def test_sessions_by_name_and_the_event_where_none_names_the_person(events):
    assert sorted(told()) == [("分场", "第一场"), ("整场", "读书沙龙")]
    [talk] = [talk for talk in talks_of(PERSON, None) if talk.occasion == "整场"]
    assert talk.url == events["整场"].get_url()
    assert talk.date == timezone.localdate(events["整场"].starts_at)


def test_a_name_without_a_unit_is_nobody(events):
    assert told(Speaker("王虚构", "")) == []
    assert told(Speaker("", "虚构听雨小学")) == []


def test_drafts_and_what_is_not_for_everybody_stay_out(events):
    Readership.objects.create(page_id=events["整场"].pk, audience="district")
    draft = make_draft(title="草稿")
    EventSpeaker.objects.create(page=draft, name="王虚构", affiliation="虚构听雨小学")
    assert told() == [("分场", "第一场")]


def test_constant_queries(events, django_assert_max_num_queries):
    told()
    with django_assert_max_num_queries(5):  # outside a request the frame is asked each time
        told()
    for number in range(10):
        event(f"又一场{number}", [("王虚构", "虚构听雨小学")], [("场", "王虚构")])
    with django_assert_max_num_queries(5):
        assert len(told()) == 12

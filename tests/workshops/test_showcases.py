"""Results of workshops: who hands them in, whose names they carry, what may be done with them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.actions import withdraw_consent
from people.models import Consent
from tests.editorial.desk_forms import TEXT, open_form, read, send
from tests.editorial.factories import approve_all, make_staff
from tests.workshops.factories import log_in, make_people, make_showcase, make_workshop
from workshops.membership.actions import leave
from workshops.models import WorkshopShowcasePage

pytestmark = pytest.mark.django_db

NEW = reverse("editorial:new", args=["workshop-showcase"])


@pytest.fixture
def people(site_home):
    return make_people()


def values(people, **changes):
    return {
        "title": "一节没有数字的课",
        "summary": "摘要。",
        "body": TEXT,
        "body_format": "text",
        "workshop": people.workshop.pk,
        "result_kind": "lesson",
        "licence": "cc-by",
        **changes,
    }


@pytest.mark.parametrize("name", ["host", "guide", "member", "teacher", "other host", "editor"])
def test_only_those_inside_are_offered_the_workshop(client, people, name):
    other = make_workshop(title="别人的工作坊")
    log_in(client, people[name])
    form = client.get(NEW).content.decode()
    inside = name in ("host", "guide", "member")
    assert (f'<option value="{people.workshop.pk}"' in form) == inside
    assert other.title not in form
    answer = send(client, open_form(client, NEW), **values(people))
    assert answer.status_code == (302 if inside else 422)
    assert WorkshopShowcasePage.objects.count() == inside


def test_whoever_left_hands_nothing_in(client, people):
    log_in(client, people["member"])
    saved = send(client, open_form(client, NEW), **values(people))
    leave(workshop_id=people.workshop.pk, by=people["member"])
    refused = send(client, open_form(client, saved.url), "submit")
    assert refused.status_code == 422
    assert "您现在不在这个工作坊" in refused.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"result_kind": "video"}, "视频成果请填写视频地址"),
        ({"result_kind": "video", "video_url": "http://v.example.cn/1"}, "要以 https:// 开头"),
        ({"video_url": "javascript:alert(1)"}, "请填写完整的网址"),
        ({"video_url": "https://视频。中国"}, "请重新复制网址"),
        ({"licence": "free"}, "请从列出的选项里选一项"),
        ({"authors-0-unit_name": "虚构小学"}, "请填写姓名，或移除这一行"),
        ({"authors-0-name": "李虚构"}, "要先取得本人同意并填写日期"),
        (
            {"authors-0-name": "李虚构", "authors-0-consent_date": "2999-01-01"},
            "年份应在",
        ),
    ],
)
def test_what_is_missing_or_wrong_is_said(client, people, changes, sentence):
    log_in(client, people["member"])
    sent = send(client, open_form(client, NEW), "submit", **values(people, **changes))
    assert sent.status_code == 422
    assert sentence in sent.content.decode()


def published(client, people, **changes):
    log_in(client, people["member"])
    sent = send(client, open_form(client, NEW), "submit", **values(people, **changes))
    assert sent.status_code == 302, read(sent)
    page = WorkshopShowcasePage.objects.get()
    approve_all(page, make_staff())
    client.logout()
    return WorkshopShowcasePage.objects.get()


def test_authors_licence_and_video_are_shown_and_a_consent_taken_back_takes_it_down(client, people):
    day = timezone.localdate() - timedelta(days=3)
    author = {
        "authors-0-name": people["guide"].name,
        "authors-0-unit_name": "虚构一小",
        "authors-0-consent_date": day.isoformat(),
    }
    video = {"result_kind": "video", "video_url": "https://v.example.cn/1"}
    page = published(client, people, **author, **video)
    text = client.get(page.get_url()).content.decode()
    assert f"合作者：{people['guide'].name}（虚构一小）" in text
    assert "署名后可以转载和改编（CC BY 4.0）" in text
    assert 'href="https://v.example.cn/1" rel="noopener noreferrer nofollow"' in text
    consent = Consent.objects.get(page=page.pk)
    assert consent.person == people["guide"]
    withdraw_consent(consent_id=consent.pk, by=people["guide"])
    assert client.get(page.get_url()).status_code == 410


def test_results_stand_on_the_workshops_page_and_in_the_facts(client, people):
    from portal.facts import workshop_facts

    make_showcase(people.workshop, people["host"], title="一节课")
    assert "一节课" in client.get(people.workshop.get_url()).content.decode()
    today = timezone.localdate()
    facts = workshop_facts(people.workshop, None, today - timedelta(days=1), today)
    assert [(fact.kind, fact.title) for fact in facts] == [("output", "课例：一节课")]
    WorkshopShowcasePage.objects.update(live=False)
    assert workshop_facts(people.workshop, None, today - timedelta(days=1), today) == []

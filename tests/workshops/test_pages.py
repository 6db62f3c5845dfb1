"""Who sees which page of a workshop, by role; what bad input gives; constant queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.people.factories import TeacherFactory, UnitFactory
from tests.workshops.factories import (
    ROLES,
    log_in,
    make_dossier,
    make_host,
    make_indicators,
    make_member,
    make_members,
    make_people,
    make_workshop,
    make_year,
    pdf,
)
from workshops.files.actions import share_file
from workshops.membership import actions
from workshops.models import Membership
from workshops.plans import actions as plans

pytestmark = pytest.mark.django_db

INSIDE = ("host", "guide", "member")
OUTSIDE = tuple(name for name in ROLES if name not in (*INSIDE, "anonymous"))
OFFICE = ("editor", "chief")


def url(name, *args):
    return reverse(f"workshops:{name}", args=args)


@pytest.fixture
def people(site_home):
    return make_people()


def answers(client, people, address):
    """Return the status for everybody who opens an address."""
    found = {}
    for name, user in people.everybody.items():
        log_in(client, user)
        found[name] = client.get(address).status_code
    return found


def expected(**groups):
    """``expected(inside=200, outside=404)``; visitors are asked to sign in."""
    table = {"anonymous": 302}
    names = {"host": ["host"], "members": ["guide", "member"], "outside": OUTSIDE}
    names["office"] = OFFICE
    for group, status in groups.items():
        table |= dict.fromkeys(names[group], status)
    return table


def test_the_room_is_for_those_inside(client, people):
    shared = share_file(workshop_id=people.workshop.pk, by=people["member"], file=pdf())
    pk = people.workshop.pk
    for address in (
        url("room", pk),
        url("announcements", pk),
        url("files", pk),
        url("download", pk, shared.pk),
    ):
        assert answers(client, people, address) == expected(host=200, members=200, outside=404)


def test_the_hosts_pages_are_for_the_host(client, people):
    pk = people.workshop.pk
    make_year()
    member = Membership.objects.get(user=people["member"])
    for address in (
        url("members", pk),
        url("members_xlsx", pk),
        url("invite", pk),
        url("enter", pk),
        url("member", pk, member.pk),
        url("remove", pk, member.pk),
        url("plan", pk),
        url("dossiers", pk),
    ):
        found = answers(client, people, address)
        assert found == expected(host=200, members=403, outside=404), address


def test_a_dossier_is_for_the_host_and_once_handed_in_for_the_office(client, people):
    year, workshop = make_year(), people.workshop
    make_indicators(year)
    dossier = make_dossier(workshop, year, handed_in=False)
    addresses = [
        url("dossier", workshop.pk, year.pk),
        url("dossier_paper", workshop.pk, year.pk),
        url("dossier_pdf", workshop.pk, year.pk),
    ]
    for address in addresses:
        assert answers(client, people, address) == expected(host=200, members=404, outside=404)
    assert answers(client, people, url("assess", dossier.pk)) == expected(
        host=404, members=404, outside=404
    )
    make_dossier(workshop, year)
    for address in addresses:
        found = answers(client, people, address)
        assert found == expected(host=200, members=404, outside=404, office=200)
    assert answers(client, people, url("assess", dossier.pk)) == expected(
        host=404, members=404, outside=404, office=200
    ) | {"site admin": 403}


def test_the_office_is_for_the_office(client, people):
    expect = expected(host=404, members=404, outside=404, office=200)
    assert answers(client, people, url("office")) == expect | {"site admin": 200}
    refused = expected(host=403, members=403, outside=403, office=200)
    assert answers(client, people, url("missing")) == refused


def test_everybody_reads_the_public_page_and_teachers_find_the_way_in(client, people):
    address = people.workshop.get_url()
    assert set(answers(client, people, address).values()) == {200}
    ways = {
        "host": "进入工作坊",
        "member": "进入工作坊",
        "teacher": "申请加入",
        "anonymous": "申请加入",
    }
    for name, words in ways.items():
        log_in(client, people.everybody[name])
        assert words in client.get(address).content.decode(), name


def test_a_workshop_that_is_not_public_is_nowhere(client, people):
    people.workshop.unpublish()
    pk = people.workshop.pk
    for name in ("room", "join", "members", "files"):
        found = answers(client, people, url(name, pk))
        assert set(found.values()) == {302, 404}, name
        assert [who for who, status in found.items() if status == 302] == ["anonymous"]
    log_in(client, people["member"])
    assert people.workshop.title not in client.get(url("mine")).content.decode()


POSTS = ("answer", "leave", "name", "join", "announcements", "files", "dossiers")


@pytest.mark.parametrize("name", POSTS)
def test_visitors_change_nothing(client, people, name):
    before = list(Membership.objects.values())
    answer = client.post(url(name, people.workshop.pk), {"do": "accept", "show": "yes"})
    assert "/login/" in answer.url
    assert list(Membership.objects.values()) == before


# -- what teachers and hosts do --------------------------------------------------------------------


def test_a_teacher_asks_and_the_host_lets_in(client, people):
    pk, teacher = people.workshop.pk, people["teacher"]
    log_in(client, teacher)
    answer = client.post(url("join", pk), {"words": "我也想来"}, follow=True)
    assert "申请已经送到主持人那里" in answer.content.decode()
    assert "等主持人答复" in client.get(url("mine")).content.decode()
    again = client.post(url("join", pk), {"words": "再来一次"})
    assert again.status_code == 409
    assert "已经申请过" in again.content.decode()
    wanted = Membership.objects.get(user=teacher)
    log_in(client, people["host"])
    assert "1 份申请等您答复" in client.get(url("room", pk)).content.decode()
    page = client.get(url("members", pk)).content.decode()
    assert "我也想来" in page
    refused = client.post(url("decide", pk, wanted.pk), {"do": "decline", "reason": " "})
    assert refused.status_code == 422
    assert "请写一句理由" in refused.content.decode()
    assert (
        client.post(url("decide", pk, wanted.pk), {"do": "approve", "role": "x"}).status_code == 404
    )
    client.post(url("decide", pk, wanted.pk), {"do": "approve", "role": "member"})
    log_in(client, teacher)
    assert client.get(url("room", pk)).status_code == 200


def test_a_host_finds_a_teacher_and_invites(client, people):
    pk = people.workshop.pk
    found = TeacherFactory(name="欧阳虚构")
    log_in(client, people["host"])
    page = client.get(url("invite", pk), {"q": "欧阳"}).content.decode()
    assert f'value="{found.pk}"' in page
    assert "没有找到这位老师" in client.get(url("invite", pk), {"q": "查无此人"}).content.decode()
    empty = client.post(url("invite", pk), {"q": "欧阳", "role": "member"})
    assert empty.status_code == 422
    assert "请先选一位老师" in empty.content.decode()
    for user in ("99999999", "x", "1" * 40):
        wrong = client.post(url("invite", pk), {"q": "欧阳", "user": user, "role": "member"})
        assert wrong.status_code == 422, user
    sent = client.post(
        url("invite", pk), {"q": "欧阳", "user": found.pk, "role": "guide", "words": "来"}
    )
    assert sent.url == url("members", pk)
    log_in(client, found)
    assert "主持人邀请您加入" in client.get(url("mine")).content.decode()
    client.post(url("answer", pk), {"do": "accept"})
    assert Membership.objects.get(user=found).role == "guide"
    assert client.post(url("answer", pk), {"do": "decline"}).status_code == 409


def test_a_member_decides_about_the_own_name(client, people):
    pk, member = people.workshop.pk, people["member"]
    public = people.workshop.get_url()
    assert member.name not in client.get(public).content.decode()
    log_in(client, member)
    client.post(url("name", pk), {"show": "yes"})
    client.logout()
    page = client.get(public).content.decode()
    assert member.name in page
    assert people["guide"].name not in page
    api = client.get(f"/api/v2/pages/{pk}/?fields=members").json()
    assert [each["name"] for each in api["members"]] == [member.name]
    log_in(client, member)
    client.post(url("name", pk), {"show": "no"})
    assert member.name not in client.get(public).content.decode().split("<main")[1]


def test_wrong_words_give_a_sentence_and_keep_what_was_typed(client, people):
    pk = people.workshop.pk
    log_in(client, people["host"])
    member = Membership.objects.get(user=people["member"])
    cases = [
        (url("enter", pk), {"name": "", "duty": "我写的分工"}, "请填写姓名。"),
        (url("enter", pk), {"name": "外", "duty": "我写的分工", "role": "king"}, "请从列出的选项"),
        (
            url("enter", pk),
            {"name": "外" * 41, "duty": "我写的分工", "role": "guide"},
            "最多 40 个字",
        ),
        (url("enter", pk), {"name": "外", "duty": "我写的分工", "joined_on": "昨天"}, "请写成"),
        (url("member", pk, member.pk), {"role": "x", "duty": "我写的分工"}, "请从列出的选项"),
        (url("remove", pk, member.pk), {"reason": "", "left_on": "2001-02-03"}, "请写一句理由"),
        (url("announcements", pk), {"text": ""}, "请写要告诉成员的话"),
        (url("announcements", pk), {"text": "长" * 501}, "最多 500 个字"),
    ]
    for address, data, sentence in cases:
        answer = client.post(address, data)
        assert answer.status_code == 422, (address, data)
        page = answer.content.decode()
        assert sentence in page, (address, data)
        for typed in data.values():
            if typed not in ("", "king", "x"):
                assert typed in page


def test_markup_and_odd_characters_stay_text(client, people):
    pk = people.workshop.pk
    log_in(client, people["host"])
    words = "<script>alert(1)</script>\x00 明天见 😀"
    client.post(url("announcements", pk), {"text": words})
    page = client.get(url("announcements", pk)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 明天见 😀" in page
    assert client.get(url("invite", pk), {"q": "\x00%_'"}).status_code == 200
    for odd in ("0", "-1", "999999999999"):
        assert client.get(f"/my/workshops/{odd}/").status_code == 404


def test_numbers_of_another_workshop_are_not_found(client, people):
    other = make_workshop(people["host"])
    member = make_member(other)
    shared = share_file(workshop_id=other.pk, by=people["host"], file=pdf())
    told, _ = plans.announce(workshop_id=other.pk, by=people["host"], text="只说给那边")
    pk = people.workshop.pk
    log_in(client, people["host"])
    assert client.get(url("member", pk, member.pk)).status_code == 404
    assert client.get(url("remove", pk, member.pk)).status_code == 404
    assert client.get(url("download", pk, shared.pk)).status_code == 404
    assert client.post(url("decide", pk, member.pk), {"do": "approve"}).status_code == 404
    assert client.post(url("file_delete", pk, shared.pk)).status_code == 404
    assert client.post(url("announcement_delete", pk, told.pk)).status_code == 404


def test_a_declined_request_says_nothing_to_others(client, people):
    wanted = actions.request_to_join(
        workshop_id=people.workshop.pk, by=people["teacher"], words="只给主持人看的附言"
    )
    actions.decline_request(membership_id=wanted.pk, by=people["host"], reason="只给本人看的理由")
    for name in ("member", "guide", "other host", "school admin"):
        log_in(client, people[name])
        for address in (url("room", people.workshop.pk), people.workshop.get_url(), url("mine")):
            page = client.get(address).content.decode()
            assert "只给主持人看的附言" not in page
            assert "只给本人看的理由" not in page


# -- queries ---------------------------------------------------------------------------------------


def counted(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_pages_ask_as_often_for_many_members_as_for_one(client, site_home):
    host, unit = make_host(), UnitFactory()
    workshop = make_workshop(host)
    reader = make_member(workshop).user
    addresses = {
        "public": (None, workshop.get_url()),
        "room": (reader, url("room", workshop.pk)),
        "members": (host, url("members", workshop.pk)),
        "files": (reader, url("files", workshop.pk)),
    }
    counts = []
    for amount in (1, 9, 30):
        make_members(workshop, amount, unit)
        for _ in range(min(amount, 10)):
            share_file(workshop_id=workshop.pk, by=host, file=pdf())
        found = {}
        for name, (user, address) in addresses.items():
            log_in(client, user)
            found[name] = counted(client, address)
        counts.append(found)
    assert counts[0] == counts[1] == counts[2]
    assert counts[0]["public"] <= 20
    assert max(counts[0].values()) <= 25

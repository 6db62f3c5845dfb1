"""The pages of the door: who sees what, bad input, proofs from a phone, constant queries."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from editorial.printing import printing_problem
from forums.attendance import actions, tokens
from forums.models import Attendance, Door, SheetPhoto
from media.queries import may_view
from people.roles import Role
from tests.forums.attendance.factories import (
    digits,
    make_session,
    make_sessions,
    present,
    seat,
    shown,
)
from tests.people.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(site_home):
    return make_session()


def url(name, *args):
    return reverse(f"attendance:{name}", args=args)


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.content.decode()[:500])
    return answer.content.decode()


def hosts_pages(session, mark):
    names = ("session", "screen", "screen_codes", "door", "codes", "sheet", "sheet_pdf", "photos")
    return [
        *(url(name, session.pk) for name in names),
        url("event", session.page_id),
        url("person", mark.pk),
        url("ticket", f"{session.page_id}-{tokens.ticket_code(session.page_id, mark.user_id)}"),
    ]


def test_visitors_are_asked_to_sign_in(client, session):
    mark = present(session)
    own = [
        reverse("checkin:home"),
        reverse("checkin:scan", args=[shown(session)]),
        reverse("checkin:done", args=[mark.pk]),
        reverse("checkin:ticket", args=[session.page_id]),
        url("list"),
    ]
    for address in [*own, *hosts_pages(session, mark)]:
        assert "/login/" in client.get(address).url, address
    posted = client.post(
        reverse("checkin:proofs"), {"token": shown(session)}, headers={"accept": "application/json"}
    )
    assert posted.status_code == 401


@pytest.mark.parametrize("who", ["teacher", "registered", "siteadmin"])
def test_who_does_not_host_is_refused(client, session, who):
    mark = present(session)
    people = {
        "teacher": TeacherFactory,
        "registered": lambda: seat(session),
        "siteadmin": lambda: UserFactory(role=Role.SITE_ADMIN),
    }
    client.force_login(people[who]())
    for address in hosts_pages(session, mark):
        page(client, address, 403)
    for name, pk in (("void", mark.pk), ("restore", mark.pk), ("door_proofs", session.pk)):
        assert client.post(url(name, pk), {"text": "x", "reason": "y"}).status_code == 403
    assert session.page.title not in page(client, url("list"))


def test_hosts_see_all_their_pages(client, session):
    mark = present(session)
    client.force_login(session.page.owner)
    for address in hosts_pages(session, mark):
        if address.endswith(".pdf") and printing_problem():
            continue
        answer = client.get(address)
        assert answer.status_code == 200, address
    assert session.page.title in page(client, url("list"))
    assert session.page.title not in page(client, url("list") + "?past=1")


def test_what_is_not_there_is_not_found(client, site_home):
    client.force_login(UserFactory(role=Role.EDITOR))
    for name in ("session", "screen", "door", "codes", "sheet", "photos", "person"):
        page(client, url(name, 10**9), 404)
    page(client, url("event", 10**9), 404)
    page(client, url("ticket", "没有"), 404)
    page(client, url("ticket", "1-ABCDEFG"), 404)


class TestScanning:
    def test_one_button(self, client, session):
        person = TeacherFactory()
        client.force_login(person)
        address = reverse("checkin:scan", args=[shown(session)])
        assert "我到了，签到" in page(client, address)
        answer = client.post(address)
        mark = Attendance.objects.get()
        assert answer.url == reverse("checkin:done", args=[mark.pk])
        assert "已签到" in page(client, answer.url)
        assert client.post(address).url == answer.url

    def test_logging_in_loses_no_time(self, client, session, monkeypatch):
        person = TeacherFactory()
        address = reverse("checkin:scan", args=[shown(session)])
        assert "/login/" in client.get(address).url
        later = timezone.now() + timedelta(minutes=10)
        client.force_login(person)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timezone, "now", lambda: later)
            assert client.post(address).status_code == 302
        mark = Attendance.objects.get()
        assert not mark.is_late
        assert mark.arrived_at < later - timedelta(minutes=9)

    @pytest.mark.parametrize("token", ["x", "1-2-aaaaaaaaaaaaaaaa", "签到", "a" * 300])
    def test_a_forged_code(self, client, session, token):
        client.force_login(TeacherFactory())
        address = reverse("checkin:scan", args=[token])
        assert "不是本站的签到码" in page(client, address, 422)
        assert client.post(address).status_code == 422
        assert not Attendance.objects.exists()

    def test_an_old_code(self, client, session):
        client.force_login(TeacherFactory())
        then = timezone.now() - timedelta(minutes=10)
        answer = client.post(reverse("checkin:scan", args=[shown(session, then)]))
        assert answer.status_code == 422
        assert "已经过期" in answer.content.decode()

    def test_digits(self, client, session):
        client.force_login(TeacherFactory())
        home = reverse("checkin:home")
        assert session.page.title in page(client, home)
        for wrong in ("", "12", "abc", "\x00", "１２"):
            answer = client.post(home, {"digits": wrong})
            assert answer.status_code == 422
        assert client.post(home, {"digits": digits(session)}).status_code == 302
        assert "您已签到" in page(client, home)

    def test_a_voided_one_is_told(self, client, session):
        mark = present(session)
        actions.void(attendance_id=mark.pk, by=session.page.owner, reason="替人签的")
        client.force_login(mark.user)
        assert "替人签的" in page(client, reverse("checkin:home"))
        assert "替人签的" in page(client, reverse("checkin:done", args=[mark.pk]))


class TestProofs:
    def send(self, client, **fields):
        headers = {"accept": "application/json"}
        return client.post(reverse("checkin:proofs"), fields, headers=headers)

    def kept(self, moment):
        return int(moment.timestamp() * 1000)

    def test_a_kept_proof_arrives_once(self, client, session):
        client.force_login(TeacherFactory())
        then = timezone.now() - timedelta(minutes=30)
        fields = {"token": shown(session, then), "key": uuid.uuid4(), "kept_at": self.kept(then)}
        answers = [self.send(client, **fields) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200] * 3
        assert len({answer.content for answer in answers}) == 1
        assert answers[0].json()["is_late"] is True
        assert "补送" in answers[0].json()["message"]
        assert Attendance.objects.get().key == fields["key"]

    @pytest.mark.parametrize(
        ("fields", "status"),
        [
            ({}, 422),
            ({"token": "x"}, 409),
            ({"digits": "1"}, 409),
            ({"token": "x", "digits": "123456"}, 422),
            ({"token": "x", "key": "1"}, 422),
            ({"token": "x", "kept_at": "gestern"}, 422),
            ({"token": "x", "kept_at": "99999999999999999999"}, 422),
            ({"token": "x", "kept_at": "-1"}, 422),
            ({"digits": "123456", "kept_at": "0"}, 409),
            ({"digits": "123456", "kept_at": "4102444800000"}, 409),
            ({"token": "x" * 500}, 422),
        ],
    )
    def test_bad_input_is_told(self, client, session, fields, status):
        client.force_login(TeacherFactory())
        answer = self.send(client, **fields)
        assert answer.status_code == status
        assert answer.json()["message"]

    def test_who_guesses_waits(self, client, session):
        client.force_login(TeacherFactory())
        for _ in range(10):
            assert self.send(client, token="x").status_code == 409
        assert self.send(client, token=shown(session)).status_code == 429

    def test_the_phone_learns_who_is_logged_in(self, client, site_home):
        person = TeacherFactory()
        client.force_login(person)
        said = client.get(reverse("checkin:me")).json()
        assert said["user"] == person.pk
        assert said["csrf"]

    def test_what_is_kept_on_the_phone_is_the_same_for_everybody(self, client, site_home):
        assert "网络不通" in page(client, reverse("checkin:kept"))
        answer = client.get(reverse("checkin:worker"))
        assert answer["Content-Type"].startswith("text/javascript")
        text = answer.content.decode()
        assert reverse("checkin:kept") in text
        assert "forums/js/queue.js" in text

    def test_tickets_that_a_host_kept(self, client, session):
        person = seat(session)
        client.force_login(session.page.owner)
        fields = {
            "text": tokens.ticket_code(session.page_id, person.pk),
            "kept_at": self.kept(timezone.now() - timedelta(minutes=20)),
        }
        for _ in range(2):
            answer = client.post(url("door_proofs", session.pk), fields)
            assert answer.status_code == 200
            assert person.name in answer.json()["message"]
        assert Attendance.objects.get().is_late
        for text, status in (("x", 409), ("", 422)):
            answer = client.post(url("door_proofs", session.pk), {"text": text})
            assert answer.status_code == status
            assert answer.json()["message"]


class TestKeepingTheDoor:
    def test_the_screen_has_codes_in_store(self, client, session):
        client.force_login(session.page.owner)
        text = page(client, url("screen", session.pk))
        assert "<svg" in text
        assert f"{digits(session)[:3]} {digits(session)[3:]}" in text
        said = client.get(url("screen_codes", session.pk)).json()
        assert len(said["codes"]) == 31
        assert said["codes"][1]["from"] - said["codes"][0]["from"] == said["step"] == 30
        assert said["present"] == 0

    @pytest.mark.parametrize("hours", [30, -30])
    def test_no_code_outside_the_door(self, client, site_home, hours):
        session = make_session(hours_from_now=hours)
        client.force_login(session.page.owner)
        page(client, url("screen", session.pk), 409)
        answer = client.get(url("screen_codes", session.pk), headers={"accept": "application/json"})
        assert answer.status_code == 409
        assert answer.json()["message"]

    def test_those_ticked_are_marked(self, client, session):
        people = [seat(session), seat(session)]
        client.force_login(session.page.owner)
        address = url("session", session.pk)
        assert client.post(address, {"people": [p.pk for p in people]}).status_code == 302
        assert Attendance.objects.filter(way="hand").count() == 2
        for ids in ([], ["x"], ["9" * 30], [session.page.owner_id]):
            answer = client.post(address, {"people": ids})
            assert answer.status_code == 422
            assert "请先选人" in answer.content.decode() or "自己" in answer.content.decode()

    def test_a_future_session_offers_nothing_to_mark(self, client, site_home):
        session = make_session(hours_from_now=30)
        person = seat(session)
        client.force_login(session.page.owner)
        text = page(client, url("session", session.pk))
        assert "还没有开始" in text
        assert "显示签到码" not in text
        assert client.post(url("session", session.pk), {"people": [person.pk]}).status_code == 409

    def test_wrong_codes_stay_in_the_field(self, client, session):
        person = seat(session)
        client.force_login(session.page.owner)
        address = url("codes", session.pk)
        answer = client.post(address, {"codes": f"{person.staff_number}，99ZZ\n没有"})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "已登记 1 人" in text
        assert "99ZZ" in text
        assert ">\n99ZZ\n没有</textarea>" in text
        assert client.post(address, {"codes": " "}).status_code == 422
        assert client.post(address, {"codes": person.staff_number}).status_code == 302

    def test_a_ticket_at_the_door(self, client, session):
        person = seat(session)
        code = tokens.ticket_code(session.page_id, person.pk)
        client.force_login(session.page.owner)
        assert client.post(url("door", session.pk), {"text": "ABC"}).status_code == 422
        assert client.post(url("door", session.pk), {"text": code}).status_code == 302
        assert Attendance.objects.get().user == person

    def test_a_scanned_ticket_shows_who_it_is(self, client, session):
        walk_in = TeacherFactory()
        seat(session)
        address = url(
            "ticket", f"{session.page_id}-{tokens.ticket_code(session.page_id, walk_in.pk)}"
        )
        client.force_login(session.page.owner)
        text = page(client, address)
        assert walk_in.name in text
        assert "没有报名这场活动" in text
        assert client.post(address, {"session": session.pk}).status_code == 302
        assert Attendance.objects.get().is_walk_in

    def test_the_own_ticket(self, client, session):
        person = seat(session)
        client.force_login(person)
        text = page(client, reverse("checkin:ticket", args=[session.page_id]))
        code = tokens.grouped(tokens.ticket_code(session.page_id, person.pk))
        assert code in text
        assert "<svg" in text
        page(client, reverse("checkin:ticket", args=[10**9]), 404)

    def test_hosts_and_walk_ins(self, client, session):
        seat(session)
        helper = TeacherFactory()
        client.force_login(session.page.owner)
        add = url("host_add", session.page_id)
        answer = client.post(add, {"staff_number": "没有"})
        assert answer.status_code == 422
        assert "没有这个工号" in answer.content.decode()
        assert client.post(add, {"staff_number": helper.staff_number}).status_code == 302
        assert helper.name in page(client, url("event", session.page_id))
        walk_ins = url("walk_ins", session.page_id)
        assert client.post(walk_ins, {"walk_ins": "x"}).status_code == 409
        assert client.post(walk_ins, {"walk_ins": "refused"}).status_code == 302
        assert Door.objects.get().walk_ins == "refused"
        client.force_login(helper)
        page(client, url("session", session.pk))
        assert client.post(add, {"staff_number": helper.staff_number}).status_code == 403

    def test_one_attendance(self, client, session):
        mark = present(session)
        client.force_login(session.page.owner)
        address = url("person", mark.pk)
        answer = client.post(address, {"minutes": "9999"})
        assert answer.status_code == 422
        assert "分钟之间" in answer.content.decode()
        assert client.post(address, {"minutes": "gern"}).status_code == 422
        assert client.post(address, {"minutes": "45"}).status_code == 302
        assert "45 分钟" in page(client, address)
        assert client.post(url("void", mark.pk), {"reason": ""}).status_code == 422
        assert client.post(url("void", mark.pk), {"reason": "没有来"}).status_code == 302
        assert "没有来" in page(client, url("session", session.pk))
        assert client.post(url("restore", mark.pk)).status_code == 302

    def test_the_sheet_has_rows_for_those_with_a_place(self, client, session):
        person = seat(session)
        client.force_login(session.page.owner)
        address = url("sheet", session.pk)
        assert "排入 1 位" in page(client, address)
        client.post(address)
        text = page(client, address)
        assert tokens.row_code(session.pk, 1) in text
        assert person.name in text
        assert "排入" not in text
        if not printing_problem():
            answer = client.get(url("sheet_pdf", session.pk))
            assert answer.content.startswith(b"%PDF")


def photo():
    buffer = BytesIO()
    Image.new("RGB", (40, 60), "white").save(buffer, "JPEG")
    return SimpleUploadedFile("sheet.jpg", buffer.getvalue(), content_type="image/jpeg")


class TestPhotos:
    def test_only_hosts_and_editors_see_the_evidence(self, client, session):
        client.force_login(session.page.owner)
        address = url("photos", session.pk)
        assert client.post(address, {"file": photo(), "note": "第 1 页"}).status_code == 302
        kept = SheetPhoto.objects.get()
        assert "第 1 页" in page(client, address)
        named = actions.add_host(
            page_id=session.page_id,
            by=session.page.owner,
            staff_number=TeacherFactory().staff_number,
        ).user
        seen = {
            session.page.owner: True,
            named: True,
            UserFactory(role=Role.EDITOR): True,
            TeacherFactory(): False,
            present(session).user: False,
        }
        assert {user: may_view(user, kept.image) for user in seen} == seen
        rendition = kept.image.get_rendition("max-1600x1600|format-webp")
        client.logout()
        assert client.get(rendition.url).status_code == 404
        client.force_login(named)
        assert client.get(rendition.url).status_code == 200

    @pytest.mark.parametrize("name", ["sheet.jpg", "sheet.exe"])
    def test_no_picture_is_told(self, client, session, name):
        client.force_login(session.page.owner)
        address = url("photos", session.pk)
        upload = SimpleUploadedFile(name, b"no picture", content_type="image/jpeg")
        assert client.post(address, {"file": upload}).status_code == 422
        assert client.post(address, {}).status_code == 422
        assert not SheetPhoto.objects.exists()


@pytest.mark.parametrize("amount", [1, 10, 100])
def test_pages_ask_constantly(client, site_home, amount, django_assert_max_num_queries):
    session = make_session()
    unit = session.page.owner.unit
    people = [seat(session, TeacherFactory(unit=unit)) for _ in range(amount)]
    actions.mark(session_id=session.pk, by=session.page.owner, user_ids=[p.pk for p in people[::2]])
    client.force_login(session.page.owner)
    with django_assert_max_num_queries(26):
        page(client, url("session", session.pk))
    with django_assert_max_num_queries(20):
        page(client, url("sheet", session.pk))


@pytest.mark.parametrize("amount", [1, 10, 100])
def test_own_pages_ask_constantly(client, site_home, amount, django_assert_max_num_queries):
    person = TeacherFactory()
    sessions = make_sessions(hours_from_now=-amount - 1, minutes=60, amount=amount)
    for session in sessions:
        present(session, person)
    client.force_login(person)
    with django_assert_max_num_queries(20):
        page(client, reverse("checkin:home"))
    client.force_login(sessions[0].page.owner)
    with django_assert_max_num_queries(22):
        page(client, url("list"))

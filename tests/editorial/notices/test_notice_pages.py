"""通知 on the desk: the list, opening, the choice of mails; and the editors' record of it."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from editorial import actions
from editorial.models import MailChoice, Notification
from editorial.notices.delivery import deliver_due
from editorial.notices.queries import told_about, unread_count
from people.roles import Role
from tests.editorial.notices.outbox import decide, let_time_pass
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db

LIST = "/my/notifications/"
READ = "/my/notifications/read/"
SETTINGS = "/my/notifications/settings/"


@pytest.fixture
def returned(piece, staff, author, client):
    decide(actions.return_to_author, piece, staff.first, comment="请核对书名。", todo="看版权页。")
    let_time_pass()
    client.force_login(author)
    return piece


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def add(recipient, amount):
    now = timezone.now()
    Notification.objects.bulk_create(
        Notification(
            recipient=recipient,
            kind="returned",
            text=f"《第{number}篇》在初审时退回修改。",
            url="/my/",
            due_at=now,
        )
        for number in range(amount)
    )


def open_url(row):
    return reverse("editorial:notification_open", args=[row.pk])


def test_the_list_says_what_is_unread(client, returned, author):
    shown = text_of(client, LIST)
    for words in ("《一篇笔记》在初审时退回修改。", "请核对书名。", "看版权页。", "未读"):
        assert words in shown
    assert '<span class="count">1<span' in shown


def test_looking_reads_nothing_and_opening_does(client, returned, author):
    row = Notification.objects.get()
    text_of(client, LIST)
    assert client.get(open_url(row)).status_code == 405
    assert unread_count(author) == 1
    answer = client.post(open_url(row))
    assert answer.url == f"/my/submissions/{returned.pk}/"
    assert unread_count(author) == 0
    first = Notification.objects.get().read_at
    client.post(open_url(row))
    assert Notification.objects.get().read_at == first, "the first time counts"
    assert "未读" not in text_of(client, LIST)


def test_all_can_be_read_at_once_but_none_that_came_later(client, returned, author):
    shown = Notification.objects.get()
    add(author, 1)
    client.post(READ, {"newest": shown.pk})
    assert unread_count(author) == 1
    client.post(READ, {"newest": Notification.objects.latest("pk").pk})
    assert unread_count(author) == 0


@pytest.mark.parametrize("newest", ["", "x", "-1", "9" * 40, "9" * 18, "١٢", "\x00"])
def test_a_forged_newest_reads_nothing(client, returned, author, newest):
    assert client.post(READ, {"newest": newest}).status_code == 302
    assert unread_count(author) == 1


def test_what_is_not_due_or_was_taken_back_is_not_there(client, piece, staff, author):
    client.force_login(author)
    decision = decide(actions.return_to_author, piece, staff.first, comment="改一改")
    row = Notification.objects.get()
    assert "还没有通知" in text_of(client, LIST)
    assert client.post(open_url(row)).status_code == 404
    actions.undo(decision_id=decision.pk, reviewer=staff.first)
    let_time_pass()
    assert "还没有通知" in text_of(client, LIST)
    assert client.post(open_url(row)).status_code == 404


@pytest.mark.parametrize("role", [Role.TEACHER, Role.EDITOR, Role.CHIEF_EDITOR, "superuser"])
def test_somebody_elses_is_not_found(returned, author, role):
    row = Notification.objects.get()
    user = UserFactory(is_superuser=True) if role == "superuser" else UserFactory(role=role)
    stranger = Client()
    stranger.force_login(user)
    assert stranger.post(open_url(row)).status_code == 404
    stranger.post(READ, {"newest": row.pk})
    assert "一篇笔记" not in text_of(stranger, LIST)
    assert unread_count(author) == 1
    assert stranger.post(reverse("editorial:notification_open", args=[10**30])).status_code == 404


def test_visitors_are_sent_to_the_login(returned):
    visitor = Client()
    for address in (LIST, SETTINGS):
        assert visitor.get(address).url == f"/accounts/login/?next={address}"
    row = Notification.objects.get()
    assert visitor.post(open_url(row)).status_code == 302
    assert visitor.post(READ, {"newest": row.pk}).status_code == 302
    assert Notification.objects.get().read_at is None


def test_a_form_from_another_site_is_refused(returned, author):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(author)
    for address in (open_url(Notification.objects.get()), READ, SETTINGS):
        assert careful.post(address).status_code == 403


def test_the_choice_of_mails(client, returned, author):
    shown = text_of(client, SETTINGS)
    assert shown.count(" checked") == 3
    assert "lin@example.org" in shown
    assert client.post(SETTINGS, {"digest": "on"}).url == LIST
    choice = MailChoice.objects.get()
    assert (choice.user, choice.decisions, choice.digest) == (author, False, True)
    assert text_of(client, SETTINGS).count(" checked") == 1
    client.post(SETTINGS, {"decisions": "on", "digest": "on"})
    assert MailChoice.objects.get().decisions is True


def test_whoever_has_no_address_is_told_so(client, returned, author):
    author.email = ""
    author.save()
    assert "还没有登记邮箱" in text_of(client, SETTINGS)


def test_markup_in_a_title_stays_text(client, returned):
    Notification.objects.update(text="《<script>alert(1)</script>》在初审时退回修改。")
    shown = text_of(client, LIST)
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_the_list_asks_as_often_for_100_as_for_one(client, author, site_home):
    client.force_login(author)
    asked = []
    for amount in (1, 9, 90):
        add(author, amount)
        client.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        asked.append(len(captured))
    assert asked[0] == asked[1] == asked[2] <= 14, asked
    assert len(client.get(LIST, {"page": "2"}).context["notifications"]) == 12


def test_unread_is_one_query(author, django_assert_num_queries):
    add(author, 3)
    with django_assert_num_queries(1):
        assert unread_count(author) == 3


def test_editors_see_who_was_told_when(returned, author, staff):
    def rows():
        return render_to_string(
            "editorial/components/told.html", {"notifications": told_about(returned.pk)}
        )

    shown = rows()
    for words in (author.name, "退回修改", "待发", "未读"):
        assert words in shown
    deliver_due()
    row = Notification.objects.get()
    mailed_at = timezone.localtime(row.mailed_at)
    shown = rows()
    assert f"{mailed_at:%Y-%m-%d %H:%M}" in shown
    assert "待发" not in shown
    Notification.objects.update(retracted_at=timezone.now(), mailed_at=None)
    assert "已作废" in rows()
    Notification.objects.all().delete()
    assert "还没有通知过谁" in rows()

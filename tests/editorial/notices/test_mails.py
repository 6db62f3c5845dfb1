"""Mails out of the outbox: what is in them, and to whom they do not go."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from editorial import actions
from editorial.models import MailChoice, Notification
from editorial.tasks import send_due_mail
from tests.editorial.factories import approve_all, log_draft, waiting_state
from tests.editorial.notices.outbox import decide, let_time_pass, seen_by

pytestmark = pytest.mark.django_db


def send():
    let_time_pass()
    call_command("send_notifications")


def return_piece(piece, staff, comment="请核对 <书名> & 页码。", **words):
    return decide(actions.return_to_author, piece, staff.first, comment=comment, **words)


# -- one mail -----------------------------------------------------------------------------------


def test_a_return_is_mailed_with_its_words_and_one_link(piece, staff):
    return_piece(piece, staff, todo="怎么办：看一遍版权页。")
    call_command("send_notifications")
    assert mail.outbox == [], "it can still be taken back"
    send()
    [sent] = mail.outbox
    assert sent.to == ["lin@example.org"]
    assert sent.subject == "《一篇笔记》退回修改"
    for words in ("林虚构，您好", "在初审时退回修改", "请核对 <书名> & 页码。", "看一遍版权页。"):
        assert words in sent.body
    assert sent.body.count("http") == 1
    assert f"/my/submissions/{piece.pk}/" in sent.body


def test_sending_again_sends_nothing(piece, staff):
    return_piece(piece, staff)
    send()
    send()
    send_due_mail.call(piece.owner_id)
    assert len(mail.outbox) == 1
    assert Notification.objects.get().mailed_at is not None


def test_the_task_and_the_command_send_the_same(piece, staff):
    return_piece(piece, staff)
    let_time_pass()
    send_due_mail.call(piece.owner_id)
    assert [sent.subject for sent in mail.outbox] == ["《一篇笔记》退回修改"]


def test_neither_we_nor_wagtail_mail_each_step(piece, staff):
    approve_all(piece, staff, steps=("first", "second"))
    send()
    assert mail.outbox == []


def test_a_publication_at_a_set_time_names_it(piece, staff):
    approve_all(piece, staff, steps=("first", "second"))
    moment = (timezone.localtime() + timedelta(days=40)).replace(hour=8, minute=30)
    decide(actions.approve, piece, staff.chief, go_live_at=moment)
    send()
    [sent] = mail.outbox
    assert sent.subject == "《一篇笔记》已通过，等待发布"
    assert f"{moment.year}年{moment.month}月{moment.day}日 08:30 发布" in sent.body
    assert "已经发布" not in sent.body


@pytest.mark.parametrize("title", ["一\r\nBcc: all@example.org", "一\x85二\u2028三\x0b四"])
def test_a_title_with_line_ends_adds_no_header(author, staff, title):
    page = log_draft(author, title="一篇")
    actions.submit(page_id=page.pk, author=author)
    decide(actions.return_to_author, page, staff.first, comment="改")
    Notification.objects.update(page_title=title)
    send()
    [sent] = mail.outbox
    assert sent.subject == f"《{' '.join(title.split())}》退回修改"
    headers = sent.message()
    assert headers["Bcc"] is None
    assert headers.get_all("To") == ["lin@example.org"]


# -- many at once -------------------------------------------------------------------------------


def test_what_is_due_together_goes_in_one_mail(author, staff):
    for number in range(3):
        page = log_draft(author, title=f"第{number}篇")
        actions.submit(page_id=page.pk, author=author)
        decide(actions.return_to_author, page, staff.first, comment=f"意见{number}")
    send()
    [sent] = mail.outbox
    assert sent.subject == "您有 3 条新消息"
    for number in range(3):
        assert f"· 《第{number}篇》在初审时退回修改。" in sent.body
    assert sent.body.count("http") == 1
    assert "/my/notifications/" in sent.body


def test_two_words_about_one_piece_name_it(piece, staff):
    approve_all(piece, staff)
    actions.withdraw(page_id=piece.pk, chief=staff.chief, comment="书名有误")
    send()
    [sent] = mail.outbox
    assert sent.subject == "《一篇笔记》有 2 条新消息"
    assert f"/my/submissions/{piece.pk}/" in sent.body
    assert sent.body.count("http") == 1


# -- to whom not --------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_whoever_has_no_address_or_was_switched_off_is_told_in_the_site_only(
    piece, author, staff, change
):
    type(author).objects.filter(pk=author.pk).update(**change)
    return_piece(piece, staff)
    send()
    assert mail.outbox == []
    assert seen_by(author) == ["returned"]
    type(author).objects.filter(pk=author.pk).update(email="new@example.org", is_active=True)
    send()
    assert mail.outbox == [], "old word is not mailed when an address comes"


def test_a_person_who_wants_no_mail_of_a_group_gets_the_other(piece, author, staff):
    MailChoice.objects.create(user=author, decisions=False)
    return_piece(piece, staff)
    send()
    assert mail.outbox == []
    assert seen_by(author) == ["returned"]
    MailChoice.objects.update(decisions=True, digest=False)
    actions.submit(page_id=piece.pk, author=author)
    return_piece(piece, staff)
    send()
    assert len(mail.outbox) == 1


# -- undone -------------------------------------------------------------------------------------


def test_what_was_undone_in_time_is_never_told(piece, author, staff):
    decision = return_piece(piece, staff)
    actions.undo(decision_id=decision.pk, reviewer=staff.first)
    send()
    assert mail.outbox == []
    assert seen_by(author) == []


@pytest.mark.parametrize("reached", ["mailed_at", "leased_until", "read_at"])
def test_whoever_was_reached_hears_that_it_was_taken_back(piece, author, staff, reached):
    decision = return_piece(piece, staff)
    Notification.objects.update(**{reached: timezone.now() - timedelta(seconds=1)})
    actions.undo(decision_id=decision.pk, reviewer=staff.first)
    send()
    assert [sent.subject for sent in mail.outbox] == ["《一篇笔记》的上一条通知作废"]
    assert "初审的决定已经撤销，稿件仍在初审" in mail.outbox[0].body
    assert seen_by(author) == ["undone"]


# -- a server that fails ------------------------------------------------------------------------


def test_a_failing_server_holds_up_no_decision_and_is_tried_again(piece, staff, settings, caplog):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "no.such.Backend"
    approve_all(piece, staff)
    piece.refresh_from_db()
    assert piece.live is True
    send()
    row = Notification.objects.get(kind="published")
    assert row.attempts == 1
    assert "no" in row.last_error
    assert (row.mailed_at, row.leased_until) == (None, None)
    pause = row.mail_at - timezone.now()
    assert timedelta(seconds=90) < pause < timedelta(seconds=121)

    call_command("send_notifications")
    row.refresh_from_db()
    assert row.attempts == 1, "not before its time"

    settings.EMAIL_BACKEND = working
    send()
    row.refresh_from_db()
    assert [sent.subject for sent in mail.outbox] == ["《一篇笔记》已发布"]
    assert (row.attempts, row.last_error) == (2, "")


def test_after_many_attempts_it_stays_in_the_site(piece, author, staff, settings, caplog):
    settings.EMAIL_BACKEND = "no.such.Backend"
    return_piece(piece, staff)
    for _ in range(12):
        send()
    row = Notification.objects.get()
    assert (row.attempts, row.mail_at) == (12, None)
    assert row.last_error
    assert seen_by(author) == ["returned"]


def test_a_person_whose_mail_fails_keeps_nobody_else_from_theirs(piece, author, staff, monkeypatch):
    return_piece(piece, staff)
    state = waiting_state(_other(author))
    actions.assign(task_state_id=state.pk, by=staff.first, to=staff.second)
    sending = type(mail.get_connection()).send_messages

    def refuse_one(self, messages):
        if messages[0].to == ["lin@example.org"]:
            raise ConnectionRefusedError
        return sending(self, messages)

    monkeypatch.setattr(type(mail.get_connection()), "send_messages", refuse_one)
    send()
    assert [sent.to for sent in mail.outbox] == [["second@example.org"]]


def _other(author):
    page = log_draft(author, title="另一篇")
    actions.submit(page_id=page.pk, author=author)
    return page


# -- nothing leaks ------------------------------------------------------------------------------


def test_mails_name_no_reviewer_and_quote_no_other_text(author, staff):
    for name, person in zip("甄贾尹", (staff.first, staff.second, staff.chief), strict=True):
        person.name = f"{name}审稿人"
        person.save()
    secret = "只有正文里才有的一句话"
    page = log_draft(author, title="题目", body=[("paragraph", f"<p>{secret}，{'字' * 900}</p>")])
    actions.submit(page_id=page.pk, author=author)
    actions.assign(task_state_id=waiting_state(page).pk, by=staff.second, to=staff.first)
    decide(actions.approve, page, staff.first, comment="与某老师的《别人的稿》重合")
    decide(actions.return_to_author, page, staff.second, comment="请改")
    actions.submit(page_id=page.pk, author=author)
    Notification.objects.filter(awaits_digest=True).update(mail_at=timezone.now())
    approve_all(page, staff, steps=("second", "chief"))
    send()
    assert {sent.to[0] for sent in mail.outbox} == {
        "lin@example.org",
        "first@example.org",
        "second@example.org",
    }
    texts = [f"{sent.subject}\n{sent.body}" for sent in mail.outbox]
    texts += list(Notification.objects.values_list("text", flat=True))
    for text in texts:
        assert secret not in text
        assert "别人的稿" not in text
        greeting, _, rest = text.partition("，您好")
        assert "审稿人" not in (rest or greeting)

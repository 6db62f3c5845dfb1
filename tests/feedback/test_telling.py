"""Whoever wrote a letter hears that it is settled."""

from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from editorial.models import Notification
from editorial.notices.kinds import NoticeKind
from feedback.enums import Verb
from feedback.letters import actions, rules
from feedback.letters.actions import telling
from feedback.tasks import mail_reply
from people.roles import Role
from tests.feedback.factories import ANYWHERE, TEXT, again, send
from tests.people.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = "reader@example.org"


@pytest.fixture
def editor():
    return UserFactory(role=Role.EDITOR, name="虚构编辑")


def answered(editor, **values):
    letter = send(**values)
    actions.answer(letter_id=letter.pk, by=editor, reply="已经改了。")
    return again(letter)


@pytest.mark.parametrize("act", [actions.answer, actions.close])
def test_an_account_is_told_in_the_site_and_by_its_own_mail(editor, act):
    teacher = TeacherFactory()
    letter = send(ANYWHERE, teacher, contact=ADDRESS)
    act(letter_id=letter.pk, by=editor, reply="已经改了。")
    told = Notification.objects.get(recipient=teacher)
    assert told.kind == NoticeKind.LETTER
    assert told.text == "您写给编辑的意见建议有了答复。"
    assert told.url == again(letter).get_receipt_url()
    assert told.mail_at is not None
    assert mail.outbox == []  # not to whatever was typed beside it


def test_a_visitor_gets_the_reply_and_nothing_of_the_letter(editor, settings):
    settings.BASE_URL = "https://portal.example"
    letter = answered(editor, contact=f" {ADDRESS} ")
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    assert "已经改了。" in sent.body
    assert f"https://portal.example{letter.get_receipt_url()}" in sent.body
    assert TEXT not in sent.body
    assert "虚构编辑" not in sent.body
    assert letter.handlings.filter(verb=Verb.MAIL, by=None).count() == 1


@pytest.mark.parametrize(
    "contact",
    [
        "",
        "13812345678",
        "微信 abc",
        "@",
        f"{ADDRESS}, other@example.org",
        f"{ADDRESS}\nBcc: x@y.cn",
    ],
)
def test_anything_but_one_address_is_no_address(editor, contact):
    assert rules.email_in(contact) == ""
    answered(editor, contact=contact)
    assert mail.outbox == []


def test_twice_is_once_and_a_new_answer_is_told_again(editor):
    letter = answered(editor, contact=ADDRESS)
    mail_reply.call(letter.pk)
    assert len(mail.outbox) == 1
    actions.reopen(letter_id=letter.pk, by=editor)
    mail_reply.call(letter.pk)
    assert len(mail.outbox) == 1
    actions.answer(letter_id=letter.pk, by=editor, reply="又改了一处。")
    assert len(mail.outbox) == 2
    assert "又改了一处。" in mail.outbox[1].body


def test_a_mail_server_that_is_away_is_tried_again(editor, monkeypatch, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    letter = answered(editor, contact=ADDRESS)
    first = DBTaskResult.objects.get(task_path="feedback.tasks.mail_reply")

    def fail(**values):
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr(telling, "send_mail", fail)
    mail_reply.call(*first.args_kwargs["args"])
    later = DBTaskResult.objects.exclude(pk=first.pk).get(task_path="feedback.tasks.mail_reply")
    assert later.args_kwargs["args"] == [letter.pk, 2]
    assert later.run_after > letter.settled_at
    assert not letter.handlings.filter(verb=Verb.MAIL).exists()
    assert mail_reply.call(letter.pk, 12) is None  # the last attempt
    assert DBTaskResult.objects.filter(task_path="feedback.tasks.mail_reply").count() == 2

"""Word to authors: one mail a decision that concerns them, none of Wagtail's."""

import pytest
from django.core import mail

from editorial import actions
from editorial.models import Decision
from editorial.tasks import tell_author
from people.roles import Role
from tests.editorial.factories import approve_all, log_draft, make_staff, waiting_state
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def piece(site_home):
    author = UserFactory(role=Role.TEACHER, name="林虚构", email="lin@example.org")
    page = log_draft(author, title="一篇\n笔记")
    actions.submit(page_id=page.pk, author=author)
    return page


def test_a_return_is_mailed_with_its_reason_and_one_link(piece):
    state = waiting_state(piece)
    actions.return_to_author(
        task_state_id=state.pk,
        reviewer=make_staff().first,
        revision_id=state.revision_id,
        comment="请核对 <书名> & 页码。",
    )
    [sent] = mail.outbox
    assert sent.to == ["lin@example.org"]
    assert sent.subject == "《一篇 笔记》退回修改"
    assert "请核对 <书名> & 页码。" in sent.body
    assert sent.body.count("http") == 1
    assert f"/my/submissions/{piece.pk}/" in sent.body


def test_publication_and_withdrawal_are_mailed_once_each(piece):
    staff = make_staff()
    approve_all(piece, staff)
    actions.withdraw(page_id=piece.pk, chief=staff.chief, comment="书名有误")
    assert [sent.subject for sent in mail.outbox] == ["《一篇 笔记》已发布", "《一篇 笔记》已撤稿"]
    assert "书名有误" in mail.outbox[1].body


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_whoever_has_no_address_or_was_switched_off_gets_no_mail(piece, change):
    type(piece.owner).objects.filter(pk=piece.owner_id).update(**change)
    approve_all(piece, make_staff())
    assert mail.outbox == []


def test_a_mail_that_cannot_be_sent_holds_up_no_decision(piece, settings):
    settings.EMAIL_BACKEND = "no.such.Backend"
    approve_all(piece, make_staff())
    piece.refresh_from_db()
    assert piece.live is True


def test_the_task_may_find_its_decision_gone(db):
    assert not Decision.objects.exists()
    tell_author.call(1, 1)
    assert mail.outbox == []

"""今天等您处理: one mail a day."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial import actions
from editorial.models import CalendarDay, DigestRun, MailChoice, Notification, QueueEntry
from editorial.notices.delivery import deliver_due
from editorial.notices.digest import write_digests
from people.roles import Role
from tests.editorial.factories import approve_all, log_draft, waiting_state
from tests.editorial.notices.outbox import decide, seen_by
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db

MORNING = timezone.make_aware(datetime(2035, 9, 10, 7, 30))


def submitted(author, title, **fields):
    page = log_draft(author, title=title, **fields)
    actions.submit(page_id=page.pk, author=author)
    return page


def digests():
    """Write and send the day's mails; return the text by address."""
    write_digests(MORNING)
    Notification.objects.filter(mail_at=MORNING).update(mail_at=timezone.now())
    deliver_due()
    return {sent.to[0]: f"{sent.subject}\n{sent.body}" for sent in mail.outbox}


def is_late(*pages):
    QueueEntry.objects.all().update(due_at=MORNING + timedelta(days=2))
    QueueEntry.objects.filter(page_id__in=[page.pk for page in pages]).update(
        due_at=MORNING - timedelta(days=2)
    )


def test_each_reviewer_hears_the_number_and_what_is_late(author, staff):
    pages = [submitted(author, f"第{number}篇") for number in range(3)]
    is_late(pages[0])
    texts = digests()
    assert sorted(texts) == ["chief@example.org", "first@example.org", "second@example.org"]
    text = texts["first@example.org"]
    assert text.startswith("今天有 3 篇等您处理，其中 1 篇已到期\n")
    assert text.count("http") == 1
    assert "/my/reviews/" in text
    assert "第0篇" not in text, "never one by one"


def test_a_day_off_is_left_alone(author, staff):
    submitted(author, "一篇")
    saturday = MORNING + timedelta(days=5)
    assert write_digests(saturday) == 0
    CalendarDay.objects.create(date=saturday.date(), is_workday=True, name="调休上班")
    assert write_digests(saturday) > 0


def test_nothing_late_is_not_mentioned(author, staff):
    submitted(author, "一篇")
    is_late()
    texts = digests()
    assert texts["first@example.org"].startswith("今天有 1 篇等您处理\n")
    assert "chief@example.org" not in texts


def test_the_chief_editor_hears_which_are_late_but_for_the_own(author, staff):
    late = submitted(author, "耽搁的")
    author.email = ""
    author.save()
    own = submitted(staff.chief, "总编自己的")
    is_late(late, own)
    text = digests()["chief@example.org"]
    assert "各环节超过限期的共 1 篇：\n《耽搁的》初审，限期9月8日" in text
    assert "总编自己的" not in text


def test_the_author_hears_nothing_of_lateness(author, staff):
    is_late(submitted(author, "耽搁的"))
    assert "lin@example.org" not in digests()


def test_many_late_pieces_are_not_all_listed(author, staff):
    is_late(*[submitted(author, f"第{number}篇") for number in range(22)])
    text = digests()["chief@example.org"]
    assert text.count("，限期9月8日") == 20
    assert "共 22 篇" in text
    assert "其余请看待审稿件。" in text


def test_what_a_colleague_has_claimed_or_is_held_does_not_count(author, staff):
    taken, held = (submitted(author, title) for title in ("领走的", "待用的"))
    submitted(author, "没人领的")
    actions.claim(task_state_id=waiting_state(taken).pk, reviewer=staff.second)
    claimed = QueueEntry.objects.exclude(claimed_by=None)
    claimed.update(claimed_until=MORNING + timedelta(hours=1))
    decide(actions.hold, held, staff.first)
    is_late()
    texts = digests()
    assert "今天有 1 篇等您处理" in texts["first@example.org"]
    assert "今天有 2 篇等您处理" in texts["second@example.org"]


def test_a_school_administrator_hears_of_the_own_school_only(author, staff):
    admin = SchoolAdminFactory(email="admin@example.org")
    other = SchoolAdminFactory(email="other@example.org")
    teacher = TeacherFactory(unit=admin.unit, role=Role.TEACHER)
    submitted(teacher, "本校的", audience="school")
    is_late()
    texts = digests()
    assert "今天有 1 篇等您处理" in texts["admin@example.org"]
    assert other.email not in texts


def test_pieces_that_came_back_go_with_the_daily_mail(piece, author, staff):
    decide(actions.return_to_author, piece, staff.first, comment="改一改")
    actions.submit(page_id=piece.pk, author=author)
    assert deliver_due() == 0
    is_late()
    text = digests()["first@example.org"]
    assert text.startswith("今天有 1 篇等您处理\n")
    assert "· 您退回的《一篇笔记》改好送回来了。" in text
    assert text.count("http") == 1


def test_whoever_does_not_want_it_or_has_no_address_gets_none(author, staff):
    submitted(author, "一篇")
    is_late()
    MailChoice.objects.create(user=staff.first, digest=False)
    UserFactory(role=Role.EDITOR, email="")
    assert sorted(digests()) == ["second@example.org"]


def test_it_is_no_word_in_the_site(author, staff):
    submitted(author, "一篇")
    digests()
    assert seen_by(staff.first) == []


def test_it_is_written_once_a_day_and_not_before_its_hour(author, staff):
    submitted(author, "一篇")
    assert write_digests(MORNING.replace(hour=6)) == 0
    assert DigestRun.objects.count() == 0
    assert write_digests(MORNING) == 3, "the chief editor too: all is late by then"
    assert write_digests(MORNING.replace(hour=9)) == 0
    assert write_digests(MORNING + timedelta(days=1)) == 3


def test_a_day_with_nothing_to_do_has_no_mail(staff):
    assert write_digests(MORNING) == 0
    assert digests() == {}


def test_the_command_writes_and_sends_it(author, staff, monkeypatch):
    submitted(author, "一篇")
    is_late()
    monkeypatch.setattr("django.utils.timezone.now", lambda: MORNING)
    call_command("send_notifications")
    assert mail.outbox == []
    call_command("send_notifications", "--digest", verbosity=2)
    call_command("send_notifications", "--digest")
    assert sorted(sent.to[0] for sent in mail.outbox) == ["first@example.org", "second@example.org"]


def test_it_asks_as_often_for_100_pieces_as_for_one(author, staff):
    asked = []
    for amount in (1, 9, 90):
        for number in range(amount):
            submitted(author, f"第{number}篇")
        with CaptureQueriesContext(connection) as captured:
            write_digests(MORNING + timedelta(weeks=amount))
        asked.append(len(captured))
    assert asked[0] == asked[1] == asked[2], asked


def test_a_published_piece_waits_for_nobody(piece, staff):
    approve_all(piece, staff)
    assert digests() == {}

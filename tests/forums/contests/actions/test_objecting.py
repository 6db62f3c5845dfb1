"""Doubts about results, and corrections."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from editorial.errors import NotPossible
from forums.contests import actions
from forums.models import Contest, Objection
from tests.forums.contests import factories as make
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db


def test_an_objection_from_doubt_to_correction(site_home):
    contest = make.make_published(entries=2)
    owner = contest.page.owner
    entry = contest.entries.order_by("number").first()
    with pytest.raises(ValidationError):
        actions.file_objection(entry_id=entry.pk, by=entry.contestant, text=" ")
    objection = actions.file_objection(entry_id=entry.pk, by=entry.contestant, text="漏看了附件")
    with pytest.raises(NotPossible):
        actions.file_objection(entry_id=entry.pk, by=entry.contestant, text="再提")
    assert any("异议" in text for text in make.told(owner))
    other = contest.entries.exclude(pk=entry.pk).get()
    with pytest.raises(NotPossible):
        actions.return_points(
            assignment_id=other.assignments.first().pk, by=owner, reason="没人提异议"
        )
    assignment = entry.assignments.first()
    actions.return_points(assignment_id=assignment.pk, by=owner, reason="请看附件")
    with pytest.raises(NotPossible, match="没有交分"):
        actions.correct(page_id=contest.page_id, by=owner, reason="改")
    make.judge(assignment, "10")
    with pytest.raises(ValidationError):
        actions.correct(page_id=contest.page_id, by=owner, reason="")
    changed = actions.correct(page_id=contest.page_id, by=owner, reason="漏看一份附件")
    assert entry in changed
    entry.refresh_from_db()
    assert (entry.result, entry.place) == (90, 1)
    values = {"objection_id": objection.pk, "by": owner, "answer": "重新评过了"}
    with pytest.raises(ValidationError):
        actions.answer_objection(**values, outcome="open")
    actions.answer_objection(**values, outcome="upheld")
    with pytest.raises(NotPossible):
        actions.answer_objection(**values, outcome="rejected")
    objection.refresh_from_db()
    assert (objection.outcome, objection.answered_by) == (Objection.Outcome.UPHELD, owner)
    assert any("有了答复：成立" in text for text in make.told(entry.contestant))


def test_objections_end(site_home):
    contest = make.make_published(entries=1)
    entry = contest.entries.get()
    with pytest.raises(NotPossible):
        actions.file_objection(entry_id=entry.pk, by=TeacherFactory(), text="不是我的")
    Contest.objects.update(published_at=timezone.now() - timedelta(days=5))
    with pytest.raises(NotPossible, match="不在公示期内"):
        actions.file_objection(entry_id=entry.pk, by=entry.contestant, text="晚了")

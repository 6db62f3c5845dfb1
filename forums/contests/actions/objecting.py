"""异议: an entrant doubts a result, the organiser answers, both stay."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from editorial.errors import NotPossible
from forums.contests import rules
from forums.contests.actions.entering import NO_ENTRY
from forums.contests.actions.locking import led_contest, locked_contest, note, tell
from forums.contests.queries import phase_of
from forums.models import Entry, Objection
from people.models import User


@transaction.atomic
def file_objection(*, entry_id: int, by: User, text: str) -> Objection:
    """Object to the published result of one's own entry; those who run the contest are told.

    Raises:
        NotPossible: no such entry of this person, not the time, or one waits for its answer.
        ValidationError: no text.
    """
    found = Entry.objects.standing().filter(pk=entry_id, contestant=by)
    page_id = found.values_list("contest__page_id", flat=True).first()
    if page_id is None:
        raise NotPossible(NO_ENTRY)
    contest = locked_contest(page_id)
    entry = found.get()
    waits = entry.objections.filter(outcome=Objection.Outcome.OPEN).exists()
    answer = rules.may_object(phase_of(contest), has_open=waits)
    if not answer:
        raise NotPossible(answer.reason)
    if not text.strip():
        raise ValidationError({"text": "请写明哪里有疑问。"})
    objection = Objection.objects.create(entry=entry, text=text.strip())
    note(contest, "object", by=by, number=entry.number)
    if contest.page.owner_id:
        url = reverse("contests:objections", args=[page_id])
        tell(contest, contest.page.owner_id, f"{entry.number} 号作品的参赛人提了异议。", url)
    return objection


@transaction.atomic
def answer_objection(*, objection_id: int, by: User, outcome: str, answer: str) -> Objection:
    """Answer an objection, once; the entrant is told.

    Raises:
        ReviewRefused: ``by`` does not run the contest; NotPossible: none, or answered already.
        ValidationError: no outcome (``outcome``) or no words (``answer``).
    """
    rows = Objection.objects.select_related("entry")
    found = rows.filter(pk=objection_id).values_list("entry__contest__page_id", flat=True).first()
    if found is None:
        raise NotPossible("没有这条异议。")
    contest = led_contest(found, by)
    objection = rows.get(pk=objection_id)
    if objection.outcome != Objection.Outcome.OPEN:
        raise NotPossible("这条异议已经答复过了。")
    if outcome not in (Objection.Outcome.UPHELD, Objection.Outcome.REJECTED):
        raise ValidationError({"outcome": "请选成立或不成立。"})
    if not answer.strip():
        raise ValidationError({"answer": "请写答复，参赛人会看到。"})
    objection.outcome, objection.answer = outcome, answer.strip()
    objection.answered_by, objection.answered_at = by, timezone.now()
    objection.save()
    label = objection.get_outcome_display()
    note(contest, "answer", by=by, number=objection.entry.number, text=f"异议{label}")
    url = reverse("contests:entry", args=[objection.entry_id])
    tell(contest, objection.entry.contestant_id, f"您的异议有了答复：{label}。", url)
    return objection

"""What changes a dossier. The host writes, the office assesses; each step stays on record."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from editorial.errors import NotPossible
from editorial.rules import Answer
from people.models import User
from workshops.access import require_host, require_office
from workshops.choices import DossierState
from workshops.dossier import rules
from workshops.dossier.queries import answers_of, frozen, record_of, with_parts
from workshops.models import Dossier, DossierAnswer, DossierStep, WorkshopPage, WorkshopYear
from workshops.telling import tell

Verb = DossierStep.Verb
LONGEST_SENTENCE = 300


@dataclass(frozen=True)
class Said:
    """What was said of one indicator: by the host, or by the office."""

    level: str = ""
    text: str = ""


@transaction.atomic
def begin_dossier(*, workshop_id: int, by: User, year_id: int) -> Dossier:
    """Open the dossier of a year; a second time returns the same.

    Raises:
        NotPossible: there is no such year, or it has not begun.
        ReviewRefused: ``by`` is not the host.
    """
    workshop = require_host(by, workshop_id).workshop
    year = WorkshopYear.objects.filter(pk=year_id).first()
    if year is None:
        raise NotPossible("没有这个年度。")
    _require(rules.may_begin(starts_on=year.starts_on, today=timezone.localdate()))
    Page.objects.select_for_update().get(pk=workshop.pk)
    return Dossier.objects.get_or_create(workshop=workshop, year=year)[0]


@transaction.atomic
def write_dossier(*, dossier_id: int, by: User, summary: str, said: Mapping[int, Said]) -> Dossier:
    """Keep the self-assessment, complete or not.

    Args:
        said: by the number of the indicator; one that is not named stays as it is.

    Raises:
        ReviewRefused: ``by`` is not the host.
        NotPossible: the dossier is not the host's to write now.
        ValidationError: a level that the indicator does not have, under ``level-<number>``.
    """
    dossier = _hosted(dossier_id, by)
    _require(rules.may_write(dossier.state))
    for answer in answers_of(dossier):
        words = said.get(answer.indicator_id or 0)
        if words is None:
            continue
        if words.level and words.level not in answer.levels:
            raise ValidationError({f"level-{answer.indicator_id}": "请从列出的等级里选一项。"})
        answer.level, answer.text = words.level, words.text.strip()
        answer.save()
    dossier.summary = summary.strip()
    dossier.save(update_fields=["summary"])
    return dossier


@transaction.atomic
def hand_in(*, dossier_id: int, by: User) -> Dossier:
    """Hand the dossier in: what happened and the indicators are kept as they are now.

    Raises:
        ReviewRefused: ``by`` is not the host.
        NotPossible: something is not answered, or it was handed in already.
    """
    dossier = _hosted(dossier_id, by)
    answers = answers_of(dossier)
    rated = [rules.Rated(each.name, each.levels, each.level) for each in answers]
    _require(rules.may_hand_in(dossier.state, summary=dossier.summary, rated=rated))
    for answer in answers:
        answer.save()
    # Answers to indicators that the office has taken back since.
    dossier.answers.exclude(pk__in=[each.pk for each in answers]).delete()
    dossier.facts = frozen(record_of(dossier.workshop, dossier.year, by))
    dossier.state = DossierState.HANDED_IN
    dossier.handed_in_at, dossier.handed_in_by = timezone.now(), by
    dossier.save(update_fields=["facts", "state", "handed_in_at", "handed_in_by"])
    _note(dossier, Verb.HAND_IN, by)
    return dossier


@transaction.atomic
def return_dossier(*, dossier_id: int, by: User, sentence: str) -> Dossier:
    """Give the dossier back to its host, with a sentence about what is missing.

    Raises:
        ReviewRefused: ``by`` is no editor, or hosts the workshop.
        NotPossible: it does not wait for the office.
        ValidationError: no sentence.
    """
    dossier = _for_office(dossier_id, by)
    _require(rules.may_assess(dossier.state))
    sentence = sentence.strip()
    if not sentence:
        raise ValidationError({"sentence": "请写一句要补充什么，主持人会看到。"})
    if len(sentence) > LONGEST_SENTENCE:
        raise ValidationError({"sentence": f"最多 {LONGEST_SENTENCE} 个字。"})
    dossier.state = DossierState.RETURNED
    dossier.save(update_fields=["state"])
    _note(dossier, Verb.RETURN, by, sentence)
    text = f"{dossier.year}档案退回补充：{sentence}"
    tell(dossier.workshop, _recipient(dossier), text, _url(dossier))
    return dossier


@transaction.atomic
def assess(*, dossier_id: int, by: User, opinion: str, said: Mapping[int, Said]) -> Dossier:
    """Say what the office thinks of a year; final.

    Args:
        opinion: in words, for the host.
        said: by the number of the answer; each needs a level.

    Raises:
        ReviewRefused: ``by`` is no editor, or hosts the workshop.
        NotPossible: it does not wait for the office.
        ValidationError: no opinion, or an indicator without one of its levels.
    """
    dossier = _for_office(dossier_id, by)
    _require(rules.may_assess(dossier.state))
    problems: dict[str, str] = {}
    if not opinion.strip():
        problems["opinion"] = "请写几句评议意见。"
    answers = list(dossier.answers.all())
    for answer in answers:
        words = said.get(answer.pk, Said())
        if words.level not in answer.levels:
            problems[f"level-{answer.pk}"] = "请选一个等级。"
        answer.office_level, answer.office_text = words.level, words.text.strip()
    if problems:
        raise ValidationError(problems)
    DossierAnswer.objects.bulk_update(answers, ["office_level", "office_text"])
    dossier.opinion, dossier.state = opinion.strip(), DossierState.ASSESSED
    dossier.assessed_at, dossier.assessed_by = timezone.now(), by
    dossier.save(update_fields=["opinion", "state", "assessed_at", "assessed_by"])
    _note(dossier, Verb.ASSESS, by)
    text = f"{dossier.year}档案评议好了。"
    tell(dossier.workshop, _recipient(dossier), text, _url(dossier))
    return dossier


def _locked(dossier_id: int) -> Dossier:
    # Two steps: PostgreSQL locks no row that came by an outer join.
    if Dossier.objects.select_for_update().filter(pk=dossier_id).first() is None:
        raise NotPossible("没有这份档案。")
    return with_parts().get(pk=dossier_id)


def _hosted(dossier_id: int, by: User) -> Dossier:
    dossier = _locked(dossier_id)
    require_host(by, dossier.workshop_id)
    return dossier


def _for_office(dossier_id: int, by: User) -> Dossier:
    dossier = _locked(dossier_id)
    require_office(by, dossier.workshop)
    return dossier


def _recipient(dossier: Dossier) -> int | None:
    workshop: WorkshopPage = dossier.workshop
    return workshop.host_id or dossier.handed_in_by_id


def _note(dossier: Dossier, verb: str, by: User, words: str = "") -> None:
    DossierStep.objects.create(dossier=dossier, verb=verb, by=by, at=timezone.now(), words=words)


def _url(dossier: Dossier) -> str:
    return reverse("workshops:dossier", args=[dossier.workshop_id, dossier.year_id])


def _require(answer: Answer) -> None:
    if not answer:
        raise NotPossible(answer.reason)

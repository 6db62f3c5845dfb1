"""Who enters the register, by which consent, and how two entries become one."""

from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page

from editorial.errors import NotPossible, ReviewRefused
from people.actions import record_consent
from people.models import Consent, User
from people.roles import Role, has_role
from people.rules import clean_text
from stories.honours.actions import enter_stated
from stories.models import Exemplar, HonourWording, Portrayal, StoryIndexPage, StoryPage

AGREED, MERGED = "stories.exemplar.consent", "stories.exemplar.merge"
KEEPERS = (Role.EDITOR, Role.CHIEF_EDITOR)
# What a merge fills in where the entry that stays lacks it.
_FILLED = ("account", "unit", "stage", "subject", "title", "introduction", "portrait")


@transaction.atomic
def enter_portrayed(page: StoryPage) -> Exemplar:
    """Take the person of a published story into the register, with the honours that it states.

    The same person is one whose account the recorded consent names, else one of the same name and
    unit; whoever is new gets an entry with what the story says. An entry that is there keeps its
    facts: editors look after them. Safe to call again for the same version.

    Args:
        page: the story as it is published.
    """
    # One at a time, or two stories published together would make two entries of one person.
    _locked_section()
    name = clean_text(page.person_name)
    known = Portrayal.objects.filter(page=page.pk).select_related("exemplar").first()
    if known is not None and known.person_name == name:
        person = known.exemplar
    else:
        person = _same_person(page, name) or _new_person(page, name)
        # A story tells of one person.
        Portrayal.objects.filter(page=page.pk).delete()
        Portrayal.objects.create(page_id=page.pk, exemplar=person, person_name=name)
    enter_stated(holder=person, rows=page.honours.all())
    return person


@transaction.atomic
def record_register_consent(
    *, exemplar_id: int, scope: str, given_on: date, expires_on: date | None = None, by: User
) -> Consent:
    """Record that a person agrees to stand in the public register, with or without a story.

    The consent is given for the section's page; the person or the keepers of consents withdraw it
    as any other.

    Args:
        exemplar_id: the entry.
        scope: value of ``ConsentScope``.
        given_on, expires_on: first and last day.
        by: a chief editor or a site administrator, see ``people.actions.record_consent``.

    Raises:
        PermissionDenied: ``by`` keeps no consents.
        NotPossible: there is no such entry.
        ValidationError: a day is wrong, or a namesake agreed before.
    """
    section = _locked_section()
    person = Exemplar.objects.select_for_update().filter(pk=exemplar_id).first()
    if person is None:
        raise NotPossible("名录里没有这位老师。")
    standing = Portrayal.objects.filter(page=section.pk, exemplar=person)
    if not standing.filter(person_name=person.name).exists():
        standing.delete()
        portrayal = Portrayal(page_id=section.pk, exemplar=person, person_name=person.name)
        portrayal.full_clean()
        portrayal.save()
    consent = record_consent(
        page=section,
        person_name=person.name,
        scope=scope,
        given_on=given_on,
        expires_on=expires_on,
        unit=person.unit,
        person=person.account if person.account and person.account.name == person.name else None,
        by=by,
    )
    log(instance=person, action=AGREED, user=by, data={"scope": scope})
    return consent


@transaction.atomic
def merge_exemplars(*, into_id: int, from_id: int, by: User) -> Exemplar:
    """Make one entry of two that are one person: stories and honours go to the one that stays.

    Where both hold the same honour, the row that was looked at goes before one that a story only
    states; a revocation is never lost: with one on either side the honours stay two.

    Raises:
        ReviewRefused: ``by`` is no editor.
        NotPossible: an entry is gone, both are one, or both have an account.
    """
    if not has_role(by, *KEEPERS):
        raise ReviewRefused("只有编辑可以合并人物。")
    _locked_section()
    into, gone = _two(into_id, from_id)
    accounts = {each.account_id for each in (into, gone)} - {None}
    if len(accounts) > 1:
        raise NotPossible("两条人物各连着一个账号，不是同一个人。")
    for portrayal in gone.portrayals.all():
        if into.portrayals.filter(page=portrayal.page_id).exists():
            portrayal.delete()
        else:
            portrayal.exemplar = into
            portrayal.save(update_fields=["exemplar"])
    for honour in gone.honours.prefetch_related("events"):
        _hand_over(honour, into)
    filled = {each: getattr(gone, each) for each in _FILLED if not getattr(into, each)}
    gone.delete()
    for field, value in filled.items():
        setattr(into, field, value)
    into.save()
    log(instance=into, action=MERGED, user=by, data={"from": gone.name})
    return into


def _hand_over(honour: Any, into: Exemplar) -> None:
    """Give an honour to another holder, or its wordings to the same honour of theirs."""
    twin = into.honours.filter(title=honour.title, year=honour.year).first()
    if twin is None:
        honour.holder = into
        honour.save(update_fields=["holder"])
        return
    if honour.events.exists() or twin.events.exists():
        raise NotPossible(f"两条人物都有“{honour}”，其中有撤销记录，请先改名再合并。")
    kept, dropped = (
        (honour, twin) if honour.is_verified and not twin.is_verified else (twin, honour)
    )
    for wording in dropped.wordings.all():
        HonourWording.objects.get_or_create(honour=kept, key=wording.key, year=wording.year)
    dropped.delete()
    kept.holder = into
    kept.save(update_fields=["holder"])


def _two(into_id: int, from_id: int) -> tuple[Exemplar, Exemplar]:
    rows = Exemplar.objects.select_for_update().in_bulk([into_id, from_id])
    try:
        into, gone = rows[into_id], rows[from_id]
    except KeyError:
        raise NotPossible("名录里没有这位老师。") from None
    if into == gone:
        raise NotPossible("请选两条不同的人物。")
    return into, gone


def _locked_section() -> StoryIndexPage:
    try:
        section = StoryIndexPage.objects.order_by("path")[:1].get()
    except ObjectDoesNotExist:
        raise NotPossible("站点还没有师德风采栏目。") from None
    Page.objects.select_for_update().get(pk=section.pk)
    return section


def _same_person(page: StoryPage, name: str) -> Exemplar | None:
    """Return the entry of the person of a story. Queries: at most 3."""
    consents = Consent.objects.of_person_on_page(page.pk, name).exclude(person=None)
    account = consents.values_list("person", flat=True).last()
    if account is not None and (found := Exemplar.objects.filter(account=account).first()):
        return found
    alike = Exemplar.objects.filter(name=name, unit=page.person_unit_id)
    found = alike.order_by("pk").first()
    if found is not None and found.account_id is None and account is not None:
        found.account_id = account
        found.save(update_fields=["account"])
    return found


def _new_person(page: StoryPage, name: str) -> Exemplar:
    consents = Consent.objects.of_person_on_page(page.pk, name).exclude(person=None)
    person = Exemplar(
        name=name,
        account_id=consents.values_list("person", flat=True).last(),
        unit_id=page.person_unit_id,
        stage=page.stage,
        subject=page.subject,
        title=page.person_title,
        is_demo=page.is_demo,
    )
    person.settle_order()
    try:
        person.full_clean(exclude=["account", "unit"])
    except ValidationError as problem:
        raise NotPossible("；".join(problem.messages)) from problem
    person.save()
    return person

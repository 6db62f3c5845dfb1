"""What changes the catalogue: a missing book is proposed, approved, or merged with another."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from stdnum import isbn as isbn_number
from wagtail.log_actions import log

from editorial.errors import NotPossible
from editorial.notices.actions import write
from editorial.notices.rules import BOOK_SETTLED
from people.models import User
from people.roles import Role, has_role
from people.rules import clean_text
from reading.catalogue.merging import move_links, take_over_facts
from reading.catalogue.queries import find_known
from reading.choices import WorkKind
from reading.models import Edition, Proposal, Work

APPROVED, MERGED, IMPORTED = "reading.approve", "reading.merge", "reading.import"
EDITORS_ONLY = "只有编辑可以确认和合并图书。"


def require_editor(by: User | None) -> None:
    """Let editors pass; ``None`` is the operator at the command line.

    Raises:
        PermissionDenied: the person is no editor.
    """
    if by is not None and not has_role(by, Role.EDITOR, Role.CHIEF_EDITOR):
        raise PermissionDenied(EDITORS_ONLY)


@transaction.atomic
def propose_work(
    *,
    by: User,
    title: str,
    authors: str = "",
    translators: str = "",
    publisher: str = "",
    year: int | None = None,
    isbn: str = "",
    kind: str = "",
    subject: str = "",
) -> Work:
    """Return the book that somebody missed: the catalogue's, or a new entry that waits.

    A waiting entry can be used by everybody who proposed it; whoever proposes it again joins
    them. A second click finds what the first one stored.

    Args:
        by: who misses the book.
        title: with or without 《》; authors, translators, publisher, year: as printed.
        isbn: of ten or thirteen figures, hyphens allowed.
        kind: what the proposer takes it for; a proposal, no decision.

    Raises:
        ValidationError: of the fields, by their names.
        NotPossible: too many proposals within a day.
        PermissionDenied: nobody is signed in.
    """
    if not by.is_authenticated:
        raise PermissionDenied("请先登录。")
    # One at a time for each person: the limit holds for two tabs as well.
    User.objects.select_for_update().get(pk=by.pk)
    work = Work(
        title=clean_text(title).strip("《》").strip(),
        authors=clean_text(authors),
        kind=kind or WorkKind.GENERAL,
        subject=clean_text(subject),
        state=Work.State.PROPOSED,
    )
    edition = Edition(
        translators=clean_text(translators),
        publisher=clean_text(publisher),
        year=year,
        isbn=isbn_number.compact(clean_text(isbn)),
    )
    _check(work, edition)
    known = find_known(title=work.title, authors=work.authors, isbns=[edition.isbn])
    if known is None:
        _within_limit(by)
        known = _stored(work, edition)
    if known.state == Work.State.PROPOSED:
        Proposal.objects.get_or_create(work=known, proposed_by=by)
    return known


def _check(work: Work, edition: Edition) -> None:
    problems: dict[str, Any] = {}
    for part, left_out in ((work, None), (edition, ["work"])):
        try:
            part.full_clean(exclude=left_out, validate_constraints=False)
        except ValidationError as error:
            problems |= error.error_dict
    if problems:
        raise ValidationError(problems)


def _within_limit(by: User) -> None:
    since = timezone.now() - timedelta(days=1)
    most = settings.READING_PROPOSALS_A_DAY
    if Proposal.objects.filter(proposed_by=by, proposed_at__gte=since).count() >= most:
        raise NotPossible(f"一天最多补 {most} 本书，请明天再补；要成批添加，请找编辑导入。")


def _stored(work: Work, edition: Edition) -> Work:
    if any((edition.translators, edition.publisher, edition.year, edition.isbn)):
        work.editions = [edition]
    try:
        with transaction.atomic():
            work.save()
    except IntegrityError:  # somebody proposed the same at the same moment
        return Work.objects.get(title=work.title, authors=work.authors, merged_into__isnull=True)
    return work


@transaction.atomic
def approve_work(*, work: Work, by: User) -> Work:
    """Take a proposed book into the catalogue; one that is in it already stays.

    Raises:
        PermissionDenied: ``by`` is no editor.
        NotPossible: the book was merged into another meanwhile.
    """
    require_editor(by)
    locked = Work.objects.select_for_update().get(pk=work.pk)
    if locked.state == Work.State.MERGED:
        raise NotPossible("这本书已经并入另一条。")
    if locked.state == Work.State.PROPOSED:
        locked.state = Work.State.APPROVED
        locked.settle_kind()
        locked.save()
        log(instance=locked, action=APPROVED, user=by)
        _tell_proposers(locked, locked, "由编辑确认了，大家都能用", by)
    return locked


@transaction.atomic
def merge_works(*, into: Work, from_: Work, by: User) -> Work:
    """Make two entries one; everything that named ``from_`` names ``into`` afterwards.

    The row of ``from_`` stays and its address leads to ``into``; versions of pages that name it
    are read with the new number (``reading.catalogue.revisions``). A second click changes
    nothing.

    Raises:
        PermissionDenied: ``by`` is no editor.
        NotPossible: both are one entry, or ``into`` was itself merged meanwhile.
    """
    require_editor(by)
    if into.pk == from_.pk:
        raise NotPossible("请选两本不同的书。")
    pks = (into.pk, from_.pk)
    locked = {each.pk: each for each in Work.objects.select_for_update().filter(pk__in=pks)}
    if len(locked) < len(pks):
        raise NotPossible("其中一本已经被删除。")
    target, source = locked[into.pk], locked[from_.pk]
    if source.state == Work.State.MERGED and source.merged_into_id == target.pk:
        return target
    if Work.State.MERGED in (target.state, source.state):
        raise NotPossible("其中一本刚刚并入了另一条，请刷新后再看。")
    title = str(source)
    if source.state == Work.State.PROPOSED:
        step = f"书目里已有，并入{target}，您的记录都在"
        _tell_proposers(source, target, step, by)
    take_over_facts(target, source)
    source.state, source.merged_into = Work.State.MERGED, target
    source.save(update_fields=["state", "merged_into"])
    move_links(target, source)
    target.settle_kind()
    target.save(
        update_fields=[
            "state",
            "original_title",
            "authors",
            "clc",
            "subject",
            "description",
            "cover",
            "is_classic",
            "kind",
            "kind_set_by_editor",
        ]
    )
    log(
        instance=target,
        action=MERGED,
        user=by,
        data={"from": source.pk, "title": title},
    )
    return target


def _tell_proposers(proposed: Work, now_at: Work, step: str, by: User) -> None:
    for proposal in proposed.proposals.exclude(proposed_by=by).order_by("pk"):
        write(
            notice=BOOK_SETTLED,
            recipient_id=proposal.proposed_by_id,
            due_at=timezone.now(),
            page_id=None,
            page_title=proposed.title,
            url=reverse("shelf:book", args=[now_at.pk]),
            step=step,
        )

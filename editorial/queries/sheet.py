"""审稿单: everything that was decided about one piece, ready for an A4 page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wagtail.models import Page

from editorial.checks import Severity
from editorial.enums import UNDOABLE, Audience, Step, Verdict
from editorial.models import Decision, EditorialSettings, ManuscriptNumber, QueueEntry, Submission
from editorial.queries.roads import road_for
from editorial.rules import EDITORS_STEPS
from editorial.text import length_of
from people.models import User
from people.roles import Role, has_role, in_scope

MOST_FINDINGS_SHOWN = 5  # a line; how many there were is said in any case


@dataclass(frozen=True)
class SheetRow:
    """One decision as the sheet shows it.

    Attributes:
        version: which of the versions handed in, counted from 1.
        stand_in_reason: why somebody else's step was taken; empty where it was not.
        undone: the decision that took this one back.
        findings: what the checks had found, in words; empty where they were not run.
    """

    decision: Decision
    version: int
    stand_in_reason: str = ""
    undone: Decision | None = None
    findings: str = ""


@dataclass(frozen=True)
class Sheet:
    """A piece and its record.

    Attributes:
        number: as the office writes it; empty where the piece has none.
        length: characters of the version decided about last; ``None`` if it is no longer kept.
        steps: for whom there is a line to sign on.
    """

    page: Submission
    number: str
    title: str
    kind: str
    author: str
    unit: str
    audience: str
    length: int | None
    printed_at: datetime
    rows: list[SheetRow] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def may_see_sheet(user: User, page: Submission) -> bool:
    """Say whether this person may see who decided what about a piece.

    Editors, chief editors and site administrators may; school administrators in their scope,
    while the piece waits for the school's check or where nobody but the school has decided:
    what editors write to one another is not the school's. Queries: at most 6.
    """
    if has_role(user, Role.EDITOR, Role.CHIEF_EDITOR, Role.SITE_ADMIN):
        return True
    if not in_scope(user, Role.SCHOOL_ADMIN, page.school):
        return False
    decisions = Decision.objects.filter(page_id=page.pk)
    if decisions.filter(step__in=EDITORS_STEPS).exists():
        return False
    waits = QueueEntry.objects.filter(page_id=page.pk, step=Step.SCHOOL)
    return waits.exists() or decisions.filter(step=Step.SCHOOL).exists()


def sheet_of(page: Submission, now: datetime) -> Sheet | None:
    """Return the sheet of a piece; ``None`` where there is no record of it.

    Queries: at most 13, for any number of decisions; half of them read the version.
    """
    decisions = list(
        Decision.objects.filter(page_id=page.pk).select_related(
            "decided_by", "person", "undone_by__decided_by"
        )
    )
    if not decisions:
        return None
    last = decisions[-1]
    known = ManuscriptNumber.objects.filter(pk=page.pk).first()
    audience = next((each.audience for each in reversed(decisions) if each.audience), "")
    audience = Audience(audience or page.audience)
    return Sheet(
        page=page,
        number=known.written(EditorialSettings.load().sheet_number_format) if known else "",
        title=last.page_title,
        kind=str(page._meta.verbose_name),
        author=page.byline_author,
        unit=page.school.name if page.school else "",
        audience=audience.label,
        length=_length(page, last.revision_id),
        printed_at=now,
        rows=_rows(decisions),
        steps=_steps(page, audience, decisions),
    )


def _length(page: Submission, revision_id: int) -> int | None:
    revision = page.revisions.filter(pk=revision_id).first()
    return length_of(revision.as_object()) if revision else None


def _steps(page: Page, audience: Audience, decisions: Iterable[Decision]) -> list[Step]:
    taken = {decision.step for decision in decisions if decision.verdict in UNDOABLE}
    asked = set(road_for(page.kind, audience))
    return [step for step in Step if step in asked or step in taken]


def _rows(decisions: list[Decision]) -> list[SheetRow]:
    versions: dict[int, int] = {}
    reasons: dict[tuple[int | None, int | None], str] = {}
    rows = []
    for decision in decisions:
        version = versions.setdefault(decision.revision_id, len(versions) + 1)
        if decision.verdict == Verdict.STAND_IN:
            reasons[decision.task_state_id, decision.person_id] = decision.comment
        stand_in = (
            reasons.get((decision.task_state_id, decision.decided_by_id), "原因未记录")
            if decision.as_stand_in
            else ""
        )
        rows.append(
            SheetRow(
                decision=decision,
                version=version,
                stand_in_reason=stand_in,
                undone=getattr(decision, "undone_by", None),
                findings=findings_in_words(decision.findings)
                if decision.verdict == Verdict.APPROVE
                else "",
            )
        )
    return rows


def findings_in_words(findings: list[dict[str, Any]]) -> str:
    """Return what the checks had found as one line: how many of each weight, and the heaviest."""
    if not findings:
        return "没有发现问题"
    counts = Counter(finding["severity"] for finding in findings)
    amounts = [f"{each.label} {counts[each]} 处" for each in Severity if counts[each]]
    heavy = [each for each in findings if each["severity"] != Severity.SUGGEST]
    heavy.sort(key=lambda each: Severity(each["severity"]).rank)
    examples = [f"{each['label']}：{each['message']}" for each in heavy[:MOST_FINDINGS_SHOWN]]
    return "；".join(["、".join(amounts), *examples])

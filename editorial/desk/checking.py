"""Before a piece is handed in: what the checks found, shown to its author first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from editorial.checks import Finding, Severity, run_checks, spots_of
from editorial.desk.access import for_authors, own_piece
from editorial.desk.menu import desk_menu
from editorial.models import EditorialSettings, Submission
from editorial.queries import standing_of
from editorial.rules import may_edit, may_submit
from editorial.similarity import report_of
from editorial.text import parts_of


def findings_of(draft: Submission) -> list[Finding]:
    """Return what an author should look at before handing in; mere suggestions wait for later."""
    return [
        each
        for each in run_checks(draft, opens_attachments=False)
        if each.severity != Severity.SUGGEST
    ]


def needs_a_look(draft: Submission, revision_id: int) -> bool:
    """Whether the author should see something before handing this version in."""
    return bool(findings_of(draft)) or is_similar(revision_id)


def is_similar(revision_id: int) -> bool:
    """Whether so much of a version stands elsewhere that its author should know."""
    report = report_of(revision_id)
    return report is not None and report.percent >= EditorialSettings.load().similarity_attention


@require_safe
@for_authors
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """What the checks found in the latest version, and the way on."""
    piece = own_piece(request.user, pk)
    draft = piece.get_latest_revision_as_object()
    findings = run_checks(draft, opens_attachments=False)
    standing = standing_of(piece)
    context = {
        "piece": draft,
        "revision_id": piece.latest_revision_id,
        "findings": findings,
        "spots": spots_of(parts_of(draft), findings),
        "is_blocked": any(each.is_blocking for each in findings),
        "missing": draft.missing_for_submission(),
        "similarity": report_of(piece.latest_revision_id),
        "attention": EditorialSettings.load().similarity_attention,
        "may_edit": bool(may_edit(standing.state)),
        "may_submit": bool(
            may_submit(
                standing.state, has_new_text=standing.has_new_text, audience=standing.audience
            )
        ),
        "desk_menu": desk_menu(request),
        "page_title": "送审前检查",
    }
    return render(request, "editorial/desk/check.html", context)

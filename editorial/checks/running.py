"""Running the checkers, and adding to them."""

from collections.abc import Callable, Iterable, Sequence

from wagtail import hooks

from editorial.checks.alternative_text import alternative_text
from editorial.checks.attachments import attachments
from editorial.checks.consent import consent
from editorial.checks.faces import faces
from editorial.checks.findings import Finding
from editorial.checks.internal_links import internal_links
from editorial.checks.material import Material
from editorial.checks.personal_data import (
    bank_cards,
    identity_numbers,
    licence_plates,
    mail_addresses,
    mobile_numbers,
)
from editorial.checks.quotations import quotations
from editorial.checks.word_lists import word_lists
from editorial.models import Submission

Checker = Callable[[Material], Iterable[Finding]]

# Rooms of this floor and above add a checker of their own:
#     @hooks.register("register_piece_checker")
#     def consent_checker():
#         return consent
HOOK = "register_piece_checker"
OWN_CHECKERS: tuple[Checker, ...] = (
    identity_numbers,
    bank_cards,
    mobile_numbers,
    licence_plates,
    mail_addresses,
    word_lists,
    alternative_text,
    faces,
    internal_links,
    quotations,
    consent,
    attachments,
)


def all_checkers() -> list[Checker]:
    """Return our own checkers and those that were registered, in the order of registration."""
    return [*OWN_CHECKERS, *(register() for register in hooks.get_hooks(HOOK))]


def read_attachments(piece: Submission) -> bool:
    """Read what no run has read yet of the files attached to a version; say if there are files.

    Takes up to half a minute for each new file: call it outside a transaction. Afterwards a run
    with ``opens_attachments=False`` knows their words.
    """
    return bool(Material(piece).attachments)


def run_checks(
    piece: Submission,
    *,
    checkers: Sequence[Checker] | None = None,
    opens_attachments: bool = True,
) -> list[Finding]:
    """Return what the checkers say about a version of a piece.

    Args:
        piece: a version, as ``revision.as_object()`` or ``get_latest_revision_as_object()``
            returns it.
        checkers: run these only.
        opens_attachments: open attachments that were never read, up to half a minute each. In a
            request or a transaction pass ``False``: those then are findings themselves.

    Returns:
        The findings, the heaviest first, those of one weight in the order of reading.

    Queries: constant for any number of parts, pictures, links and words (13 for a reading log with
    pictures, a gallery and links to pages and books; 1 more for its cover, 2 for attachments); 1
    to 4 more for each attachment that is opened, and those of registered checkers.
    """
    material = Material(piece, opens_attachments=opens_attachments)
    chosen = all_checkers() if checkers is None else checkers
    findings = [finding for checker in chosen for finding in checker(material)]
    return sorted(
        findings,
        key=lambda finding: (
            finding.severity.rank,
            material.order_of(finding.place, finding.label),
            finding.position or (0, 0),
        ),
    )

"""What is looked at before a piece is submitted and before each approval.

A checker is a callable: it takes a ``Material`` and yields ``Finding``s. See ``docs/checks.md``.
"""

from editorial.checks.findings import Finding, Severity, findings_as_json
from editorial.checks.material import Material, Passage, excerpt_of
from editorial.checks.plain import check_words
from editorial.checks.running import Checker, read_attachments, run_checks
from editorial.checks.spots import Spot, spots_of

__all__ = [
    "Checker",
    "Finding",
    "Material",
    "Passage",
    "Severity",
    "Spot",
    "check_words",
    "excerpt_of",
    "findings_as_json",
    "read_attachments",
    "run_checks",
    "spots_of",
]

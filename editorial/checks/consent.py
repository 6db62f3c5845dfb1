"""Whether the persons portrayed have agreed, and have not taken it back."""

from collections.abc import Iterator

from django.utils import timezone

from editorial.checks.findings import Finding, Severity
from editorial.checks.material import Material
from editorial.consents import consent_findings

CONSENT = "consent"


def consent(material: Material) -> Iterator[Finding]:
    """Report what stands against publication in the consents of those portrayed."""
    for problem in consent_findings(material.piece, timezone.localdate()):
        severity = Severity.BLOCK if problem.is_blocking else Severity.WARN
        yield Finding(CONSENT, severity, problem.place, "本人同意", "", problem.message)

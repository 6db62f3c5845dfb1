"""What a checker says: one interface for all of them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models


class Severity(models.TextChoices):
    """How much a finding weighs; the order is the order in which findings are shown."""

    BLOCK = "block", "须改"
    WARN = "warn", "请核对"
    SUGGEST = "suggest", "建议"

    @property
    def rank(self) -> int:
        """The place in the order, the heaviest first."""
        return list(Severity).index(self)


@dataclass(frozen=True)
class Finding:
    """Something about a piece that its author or its editor should look at.

    Attributes:
        checker: the name of the checker, as ``identity_number``.
        severity: how much it weighs.
        place: the content path of the part, as ``editorial.text`` writes it; of an attachment, the
            path of its block.
        label: the place in words.
        excerpt: the words in question. Personal data is masked in it: findings are stored and
            shown to reviewers.
        message: what is wrong and what to do, for the author.
        position: first character and the one behind the last, in the text of the part that has
            this ``place`` and ``label``; ``None`` where the finding is about the whole part.
    """

    checker: str
    severity: Severity
    place: str
    label: str
    excerpt: str
    message: str
    position: tuple[int, int] | None = None

    @property
    def is_blocking(self) -> bool:
        """Whether it must be changed before the piece goes on."""
        return self.severity == Severity.BLOCK

    def as_json(self) -> dict[str, Any]:
        """Return the finding as JSON can hold it."""
        position = list(self.position) if self.position else None
        return asdict(self) | {"severity": self.severity.value, "position": position}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Finding":
        """Return the finding that ``as_json`` wrote."""
        position = stored["position"]
        return cls(
            **stored
            | {
                "severity": Severity(stored["severity"]),
                "position": (position[0], position[1]) if position else None,
            }
        )


def findings_as_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings as JSON can hold them; ``Finding.from_json`` reads each back."""
    return [finding.as_json() for finding in findings]

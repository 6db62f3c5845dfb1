"""The places that findings point at, to be listed below them with their words."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from editorial.checks.findings import Finding
from editorial.checks.personal import redact
from editorial.text import Part


@dataclass
class Spot:
    """One place of a piece: its content path, its name in words, its paragraphs, masked."""

    place: str
    label: str
    paragraphs: list[str] = field(default_factory=list)


def spots_of(parts: Iterable[Part], findings: Iterable[Finding]) -> list[Spot]:
    """Return every place once, in the order of reading.

    A place that a finding names and that has no words (a picture, an attachment) comes last.

    Args:
        parts: of the piece, as ``editorial.text.parts_of`` returns them.
        findings: what the checks said about the same version.
    """
    spots: dict[str, Spot] = {}
    for part in parts:
        spot = spots.setdefault(part.place, Spot(part.place, part.label))
        spot.paragraphs.append(redact(part.text))
    for finding in findings:
        spots.setdefault(finding.place, Spot(finding.place, finding.label))
    return list(spots.values())

"""Pictures that say nothing to readers who cannot see them."""

from collections.abc import Iterator

from editorial.checks.findings import Finding, Severity
from editorial.checks.material import Material


def alternative_text(material: Material) -> Iterator[Finding]:
    """Ask for words for each picture that has none, as ``Submission.missing_for_submission``."""
    for picture in material.pictures:
        if not picture.words:
            yield Finding(
                checker="alternative_text",
                severity=Severity.BLOCK,
                place=picture.place,
                label=picture.label,
                excerpt="",
                message="请写一句替代文字，读屏软件会念给看不见的人听。",
            )

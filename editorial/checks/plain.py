"""The checks of words that are no piece: a contribution to a discussion."""

from collections.abc import Sequence
from functools import cached_property

from editorial.checks.findings import Finding
from editorial.checks.material import Material, Passage
from editorial.checks.personal_data import (
    bank_cards,
    identity_numbers,
    licence_plates,
    mail_addresses,
    mobile_numbers,
)
from editorial.checks.word_lists import word_lists

# Those that read nothing but words.
CHECKERS = (
    identity_numbers,
    bank_cards,
    mobile_numbers,
    licence_plates,
    mail_addresses,
    word_lists,
)


class _Words(Material):
    """Words without a piece around them."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._given = list(passages)

    @cached_property
    def passages(self) -> list[Passage]:
        """The words that were given."""
        return self._given


def check_words(passages: Sequence[Passage]) -> list[Finding]:
    """Return what the checks of personal data and of listed words say, the heaviest first.

    Args:
        passages: each with the ``place`` to which its findings shall point, as a form's field.

    Queries: 1 to 2, for any number of passages.
    """
    material = _Words(passages)
    findings = [finding for checker in CHECKERS for finding in checker(material)]
    return sorted(findings, key=lambda finding: (finding.severity.rank, finding.position or (0, 0)))

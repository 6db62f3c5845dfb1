"""Bank cards: 13 to 19 digits with an issuer's prefix and the right check digit (Luhn)."""

import re
from collections.abc import Iterator

from stdnum import luhn

from editorial.checks.personal.digits import candidates

NAME = "bank_card"
SHORTEST, LONGEST = 13, 19
# Issuer prefixes (ISO/IEC 7812) with the lengths in use: UnionPay 62 and, older, 60, 68, 69 and
# 9558; Visa 4; Mastercard 51-55 and 2221-2720; JCB 35; American Express 34, 37; Diners 30, 36, 38.
# Book numbers (ISBN, 978 and 979) are none of them.
_ISSUER = re.compile(
    r"62\d{14,17}|(?:60|68|69)\d{14,17}|9558\d{15}|4(?:\d{12}|\d{15})|5[1-5]\d{14}"
    r"|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|35\d{14}|3[47]\d{13}|3[068]\d{12}"
)


def find(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and masked form of each; ``text`` is of ``half_width``."""
    for number in candidates(text, shortest=SHORTEST, longest=LONGEST):
        if _is_parted_as_a_card(number.groups) and is_bank_card(number.digits):
            yield number.start, number.end, mask(number.digits)


def is_bank_card(digits: str) -> bool:
    """Say whether the digits can be the number of a bank card."""
    return bool(_ISSUER.fullmatch(digits)) and luhn.is_valid(digits)


def mask(digits: str) -> str:
    """Return the last four digits behind stars."""
    return f"**** {digits[-4:]}"


def _is_parted_as_a_card(groups: tuple[int, ...]) -> bool:
    """In one, in fours as on the card (American Express: 4-6-5), or digit by digit."""
    in_fours = set(groups[:-1]) == {4} and groups[-1] <= 4
    return len(groups) == 1 or in_fours or groups == (4, 6, 5) or set(groups) == {1}

"""Identity numbers of 18 places (GB 11643-1999), with a birth date and the right check digit."""

import re
from collections.abc import Iterator

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from editorial.checks.personal.digits import candidates

NAME = "identity_number"
LENGTH = 18
CENTURIES = ("18", "19", "20")
_CHECK_LETTER = re.compile(r"[ \-]?[xX](?![A-Za-z0-9])")


def find(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and masked form of each; ``text`` is of ``half_width``."""
    for number in candidates(text, shortest=LENGTH - 1, longest=LENGTH):
        digits, end = number.digits, number.end
        if len(digits) < LENGTH and (letter := _CHECK_LETTER.match(text, end)):
            digits, end = f"{digits}X", letter.end()
        if is_identity_number(digits):
            yield number.start, end, mask(digits)


def is_identity_number(digits: str) -> bool:
    """Say whether these places are an identity number.

    The county is not looked up: districts are founded faster than lists of them are kept, and the
    check digit alone lets only one wrong number in eleven pass.
    """
    if len(digits) != LENGTH or digits[0] == "0" or digits[6:8] not in CENTURIES:
        return False
    try:
        ric.get_birth_date(digits)
    except ValidationError:
        return False
    return ric.calc_check_digit(digits) == digits[-1]


def mask(digits: str) -> str:
    """Return the first four and the last two places with stars between."""
    return f"{digits[:4]}{'*' * (len(digits) - 6)}{digits[-2:]}"

"""Mobile numbers of the mainland: 11 digits, with or without the country's 86."""

from collections.abc import Iterator

from editorial.checks.personal.digits import candidates
from people.rules import is_phone, mask_phone, normalise_phone

NAME = "mobile_number"
LENGTH = 11
# How people part the 11 digits. Not at will: two years and a count make 11 digits as well.
GROUPS = {(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (1,) * LENGTH}


def find(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and masked form of each; ``text`` is of ``half_width``."""
    for number in candidates(text, shortest=LENGTH, longest=LENGTH + 4):
        phone = normalise_phone(number.digits)
        if is_phone(phone) and _is_parted_as_a_phone(number.groups, len(number.digits)):
            yield number.start, number.end, mask_phone(phone)


def _is_parted_as_a_phone(groups: tuple[int, ...], length: int) -> bool:
    prefix = length - LENGTH
    if prefix and groups[0] == prefix:
        return groups[1:] in GROUPS
    return (groups[0] - prefix, *groups[1:]) in GROUPS

"""All kinds of personal data together: no character belongs to two of them."""

from dataclasses import dataclass

from editorial.checks.personal import (
    bank_cards,
    identity_numbers,
    licence_plates,
    mail_addresses,
    mobile_numbers,
)
from editorial.checks.personal.digits import half_width

# In the order in which a place is given away: an identity number may pass a card's checksum.
KINDS = (identity_numbers, mobile_numbers, bank_cards, licence_plates, mail_addresses)


@dataclass(frozen=True)
class Sighting:
    """Personal data in a text.

    Attributes:
        kind: the ``NAME`` of the module that knows it, as ``identity_number``.
        start, end: where it stands.
        masked: how it may be shown.
    """

    kind: str
    start: int
    end: int
    masked: str


def sightings_in(text: str) -> list[Sighting]:
    """Return the personal data in ``text`` in the order of reading."""
    readable = half_width(text)
    found: list[Sighting] = []
    taken = bytearray(len(text))
    for kind in KINDS:
        for start, end, masked in kind.find(readable):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(Sighting(kind.NAME, start, end, masked))
    return sorted(found, key=lambda sighting: sighting.start)


def redact(text: str) -> str:
    """Return ``text`` with the personal data in it masked."""
    parts, end = [], 0
    for sighting in sightings_in(text):
        parts += [text[end : sighting.start], sighting.masked]
        end = sighting.end
    return "".join([*parts, text[end:]])

"""Codes that only this portal can make; pure but for the secret key.

Four of them, each good for one thing:

- on the host's screen: an address, drawn as QR code, and six digits; both change with every step;
- the ticket on a teacher's phone: good for one event and one person, read at the door;
- the code of a row of the printed sheet: a number with two letters that catch a slip of the pen.

All are told apart by the salt of their signature, so that none passes for another.
"""

import base64
import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.crypto import salted_hmac

SALT = "forums.attendance"
SIGNATURE_BYTES = 10  # 80 bits, 16 letters
DIGITS = 6
# Without signs that look alike: 0 O, 1 I L.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
TICKET_SIGNS = 6  # of the signature: one in 887 million passes by chance
ROW_LETTERS = 2  # one slip in 529 passes
LONGEST = 400  # what a scanner may hand over: a whole address

_SCREEN = re.compile(r"([0-9a-f]{1,15})-([0-9a-f]{1,9})-([a-z2-7]{16})")
_TICKET = re.compile(rf"(?:([0-9]{{1,15}})-)?([{SIGNS}]{{{TICKET_SIGNS + 1},{TICKET_SIGNS + 13}}})")
_ROW = re.compile(rf"0*([1-9]\d{{0,4}})([{LETTERS}]{{{ROW_LETTERS}}})")
_DIGITS = re.compile(rf"\d{{{DIGITS}}}")


@dataclass(frozen=True)
class ScreenToken:
    """What the QR code on the screen says: which session, shown from when."""

    session_id: int
    shown_at: datetime


@dataclass(frozen=True)
class Ticket:
    """What a teacher's code says: which event, where it says so, and who."""

    event_id: int | None
    user_id: int


def step_start(moment: datetime, step_seconds: int) -> datetime:
    """Return when the step began in which a moment lies; steps are counted from 1970."""
    seconds = int(moment.timestamp())
    return datetime.fromtimestamp(seconds - seconds % step_seconds, UTC)


def screen_token(session_id: int, shown_at: datetime) -> str:
    """Return the token that the screen shows from ``shown_at`` (a ``step_start``) on."""
    seconds = int(shown_at.timestamp())
    return f"{session_id:x}-{seconds:x}-{_letters('screen', session_id, seconds)}"


def read_screen_token(text: str) -> ScreenToken | None:
    """Return what a token of ours says; nothing for any other text.

    Args:
        text: the token, or the address that a scanner read.
    """
    match = _SCREEN.fullmatch(_last_part(text).lower())
    if match is None:
        return None
    session_id, seconds = int(match[1], 16), int(match[2], 16)
    if not hmac.compare_digest(match[3], _letters("screen", session_id, seconds)):
        return None
    return ScreenToken(session_id, datetime.fromtimestamp(seconds, UTC))


def typed_code(session_id: int, shown_at: datetime) -> str:
    """Return the six digits that stand beside the QR code in the same step."""
    signature = _signature("typed", session_id, int(shown_at.timestamp()))
    return f"{int.from_bytes(signature) % 10**DIGITS:0{DIGITS}}"


def clean_digits(text: str) -> str:
    """Return six typed digits without what stands between them; empty for anything else."""
    digits = re.sub(r"[\s-]", "", _plain(text))
    return digits if _DIGITS.fullmatch(digits) and digits.isascii() else ""


def ticket_code(event_id: int, user_id: int) -> str:
    """Return a person's code for one event: signature, then who."""
    return _in_signs(_signature("ticket", event_id, user_id), TICKET_SIGNS) + _number(user_id)


def grouped(code: str) -> str:
    """Return a code in groups of three, to read aloud and to type."""
    return " ".join(code[start : start + 3] for start in range(0, len(code), 3))


def read_ticket(text: str, event_id: int) -> Ticket | None:
    """Return whose code it is, if it is one.

    Args:
        text: the code as typed, or the address that a scanner read, which names its event.
        event_id: for a typed code, the event at whose door it is shown.

    Returns:
        nothing for a text that this portal did not make; the event is that of the code, which
        may be another one than ``event_id``.
    """
    compact = re.sub(r"\s", "", _plain(_last_part(text))).upper()
    match = _TICKET.fullmatch(compact) or _TICKET.fullmatch(compact.replace("-", ""))
    if match is None:
        return None
    named = int(match[1]) if match[1] else event_id
    code = match[2]
    user_id = _from_number(code[TICKET_SIGNS:])
    if not hmac.compare_digest(code, ticket_code(named, user_id)):
        return None
    return Ticket(named, user_id)


def row_code(session_id: int, number: int) -> str:
    """Return the code of a row of the printed sheet."""
    return f"{number}{_in_signs(_signature('row', session_id, number), ROW_LETTERS, LETTERS)}"


def read_row_code(text: str, session_id: int) -> int | None:
    """Return the number of a row; nothing for a slip, or for a sheet of another session."""
    match = _ROW.fullmatch(re.sub(r"[\s-]", "", _plain(text)).upper())
    if match is None:
        return None
    number = int(match[1])
    is_ours = hmac.compare_digest(f"{number}{match[2]}", row_code(session_id, number))
    return number if is_ours else None


def looks_like_row(text: str) -> bool:
    """Say whether a text has the shape of a row's code, whatever its letters."""
    return _ROW.fullmatch(re.sub(r"[\s-]", "", _plain(text)).upper()) is not None


def _signature(kind: str, *values: int) -> bytes:
    message = ":".join(str(value) for value in values)
    return salted_hmac(f"{SALT}.{kind}", message, algorithm="sha256").digest()


def _letters(kind: str, *values: int) -> str:
    short = _signature(kind, *values)[:SIGNATURE_BYTES]
    return base64.b32encode(short).decode("ascii").lower()


def _in_signs(signature: bytes, length: int, signs: str = SIGNS) -> str:
    return "".join(_digits_of(int.from_bytes(signature), len(signs), signs)[:length])


def _number(value: int) -> str:
    return "".join(_digits_of(value, len(SIGNS), SIGNS)) or SIGNS[0]


def _from_number(text: str) -> int:
    value = 0
    for sign in reversed(text):
        value = value * len(SIGNS) + SIGNS.index(sign)
    return value


def _digits_of(value: int, base: int, signs: str) -> list[str]:
    digits = []
    while value:
        value, rest = divmod(value, base)
        digits.append(signs[rest])
    return digits


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:LONGEST]).strip()


def _last_part(text: str) -> str:
    return text[:LONGEST].strip().split("?")[0].split("#")[-1].rstrip("/").rsplit("/", 1)[-1]

"""Pure decisions about identifiers of people and about the shape of the unit tree."""

import re
import unicodedata

from people.choices import UnitKind

# Mainland mobile numbers: 11 digits, the second from 3 to 9 (national numbering plan).
_MOBILE = re.compile(r"1[3-9]\d{9}")
_STAFF_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_PHONE_SEPARATORS = re.compile(r"[\s\-‐-―()]+")
_COUNTRY_PREFIX = re.compile(r"^(?:\+|00)?86(?=1[3-9]\d{9}$)")
# Zero-width and direction marks that come along when a number is pasted from a chat window.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
)

PHONE_PROBLEM = "手机号应为 11 位数字，以 1 开头，例如 13800001234。"
STAFF_NUMBER_PROBLEM = "工号只能由字母、数字、下划线和短横组成，以字母或数字开头，最长 32 个字符。"
STAFF_NUMBER_IS_PHONE_PROBLEM = "工号不能是手机号，否则登录时分不清。"

# Which kind may stand directly below which. None stands for the top of the tree.
_ALLOWED_PARENTS: dict[str, frozenset[str | None]] = {
    UnitKind.BUREAU: frozenset({None}),
    UnitKind.CENTRAL_SCHOOL: frozenset({UnitKind.BUREAU}),
    UnitKind.DIRECT_SCHOOL: frozenset({UnitKind.BUREAU}),
    UnitKind.SCHOOL: frozenset({UnitKind.CENTRAL_SCHOOL, UnitKind.DIRECT_SCHOOL}),
}


def clean_text(value: object) -> str:
    """Return ``value`` as text: invisible marks out, white space collapsed and trimmed."""
    if value is None:
        return ""
    return " ".join(_INVISIBLE.sub("", str(value)).split())


def clean_identifier(value: object) -> str:
    """Return ``value`` like ``clean_text`` and with full-width characters made half-width.

    For numbers, codes and comparisons; a name keeps its Chinese brackets.
    """
    return clean_text(unicodedata.normalize("NFKC", clean_text(value)))


def _compact(value: object) -> str:
    # Twice, because taking out spaces can bring characters together that then combine.
    return unicodedata.normalize("NFKC", clean_identifier(value).replace(" ", ""))


def normalise_phone(value: object) -> str:
    """Return a phone number without separators and country code; not validated."""
    digits = _PHONE_SEPARATORS.sub("", _compact(value))
    return _COUNTRY_PREFIX.sub("", digits)


def is_phone(value: str) -> bool:
    """Whether a normalised value is a mainland mobile number."""
    return value.isascii() and _MOBILE.fullmatch(value) is not None


def phone_problem(value: str) -> str | None:
    """Return why a normalised phone number is not acceptable, or None."""
    return None if is_phone(value) else PHONE_PROBLEM


def normalise_email(value: object) -> str:
    """Return an e-mail address in lower case without white space.

    Mail providers in use here do not tell cases apart, and two accounts must not share a mailbox.
    """
    return _compact(value).lower()


def normalise_staff_number(value: object) -> str:
    """Return a staff number without white space; letter case is kept for display."""
    return _compact(value)


def staff_number_problem(value: str) -> str | None:
    """Return why a normalised staff number is not acceptable, or None.

    A staff number that looks like a mobile number is refused: both are login names, and one
    person's number must never open the form for another.
    """
    if not _STAFF_NUMBER.fullmatch(value):
        return STAFF_NUMBER_PROBLEM
    if is_phone(value):
        return STAFF_NUMBER_IS_PHONE_PROBLEM
    return None


def mask_phone(value: str | None) -> str:
    """Return ``138****1234``; an empty string for no number, only stars for an odd one."""
    if not value:
        return ""
    if not is_phone(value):
        return "*" * 8
    return f"{value[:3]}****{value[-4:]}"


def unit_parent_problem(kind: str, parent_kind: str | None) -> str | None:
    """Return why a unit of ``kind`` may not stand below ``parent_kind`` (None: top), or None."""
    allowed = _ALLOWED_PARENTS[kind]
    if parent_kind in allowed:
        return None
    label = UnitKind(kind).label
    if parent_kind is None:
        return f"“{label}”必须有上级单位。"
    if allowed == frozenset({None}):
        return f"“{label}”是最高一级，不能有上级单位。"
    parents = "或".join(str(UnitKind(p).label) for p in UnitKind if p in allowed)
    return f"“{label}”的上级应当是{parents}，不能是{UnitKind(parent_kind).label}。"


def mask_login(value: str) -> str:
    """Return a typed login name so that it can be told from others and not be read."""
    typed = clean_identifier(value)
    if is_phone(normalise_phone(typed)):
        return mask_phone(normalise_phone(typed))
    return f"{typed[:3]}***" if len(typed) > 3 else "***"

"""What a form has to show: pure. The arithmetic here is also in ``static/feedback/proof.js``."""

import hashlib
import re
import unicodedata

DIGITS = "零一二三四五六七八九十"
MOST_COUNTER = 15  # digits; a browser stops long before


def leading_zero_bits(digest: bytes) -> int:
    """Return how many bits at the beginning of ``digest`` are zero."""
    number = int.from_bytes(digest, "big")
    return len(digest) * 8 - number.bit_length()


def has_worked(nonce: str, counter: str, bits: int) -> bool:
    """Whether SHA-256 of ``nonce:counter`` begins with at least ``bits`` zero bits.

    Args:
        nonce: of the challenge.
        counter: what the browser found, in decimal digits; anything else is no proof.
        bits: the difficulty; zero asks only for a number.
    """
    if not re.fullmatch(rf"[0-9]{{1,{MOST_COUNTER}}}", counter):
        return False
    digest = hashlib.sha256(f"{nonce}:{counter}".encode()).digest()
    return leading_zero_bits(digest) >= bits


def in_words(number: int) -> str:
    """Return 0 to 99 as it is said: 十二, 二十.

    Raises:
        ValueError: the number is not between 0 and 99.
    """
    if not 0 <= number <= 99:
        raise ValueError("only 0 to 99 have words here")
    if number <= 10:
        return DIGITS[number]
    tens, ones = divmod(number, 10)
    return f"{DIGITS[tens] if tens > 1 else ''}十{DIGITS[ones] if ones else ''}"


_BY_WORDS = {in_words(number): number for number in range(100)} | {"两": 2}


def number_of(text: str) -> int | None:
    """Return the number that somebody wrote: ``12``, ``１２``, 十二, 一二; None if it is none."""
    plain = unicodedata.normalize("NFKC", text).strip().strip("。.，,")
    if plain.isascii() and plain.isdecimal() and len(plain) <= 3:
        return int(plain)
    if plain in _BY_WORDS:
        return _BY_WORDS[plain]
    if 0 < len(plain) <= 2 and all(char in DIGITS[:10] for char in plain):
        return int("".join(str(DIGITS.index(char)) for char in plain))
    return None

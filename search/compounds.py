"""Terms with signs inside, which the division into runs would tear apart: 2+N, C++, an ISBN.

A document yields its plain runs and, beside them, every such term that any piece of it could be
asked by; a query yields the term instead of the runs inside. Hence the two rules:

* of a chain a+b+c the *pairs* a+b and b+c are terms, as grams are of Chinese characters;
* every stretch that is a valid ISBN is a term, always as thirteen digits without hyphens, so that
  an ISBN-10 and its ISBN-13 are one and the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum import isbn

from search.folding import MAX_TERM_LENGTH, RUN, runs

_PLUS = re.compile(r" ?\+ ?")
_LANGUAGE_SIGN = re.compile(r"\+\+|#")
_HYPHEN = re.compile(r"[-\u2010-\u2015\u2212 ]?")
_DIGITS = re.compile(r"(?:isbn)?(?P<digits>[0-9]{1,13}x?)")
_NAMES = ("isbn", "isbn10", "isbn13")
_COLON = re.compile(r"[-: ]*")
# An ISBN is printed in at most five groups.
_GROUPS = 5
_ISBN_LENGTHS = (10, 13)


@dataclass(frozen=True)
class _Compound:
    start: int
    end: int
    term: str


def document_runs(normalized: str) -> Iterator[tuple[bool, str]]:
    """``folding.runs``, and after them the terms with signs."""
    yield from runs(normalized)
    for compound in _all(normalized):
        yield False, compound.term


def query_runs(normalized: str) -> Iterator[tuple[bool, str]]:
    """``folding.runs`` with terms with signs in the place of what they consist of."""
    position = 0
    for compound in sorted(_all(normalized), key=lambda each: (each.start, -each.end)):
        if compound.start < position and not _is_next_pair(compound, position, normalized):
            continue
        yield from runs(normalized[position : compound.start])
        yield False, compound.term
        position = compound.end
    yield from runs(normalized[position:])


def is_isbn(term: str) -> bool:
    """Whether a term is the thirteen digits of an ISBN."""
    return len(term) == 13 and term.isascii() and term.isdigit() and isbn.is_valid(term)


def pattern(term: str) -> str:
    """A regular expression for a term of :func:`query_runs` in normalised text, as people write it.

    An ISBN has hyphens or none, ten digits or thirteen; signs may stand apart from the letters.
    """
    if is_isbn(term):
        forms = [term]
        if term.startswith("978"):
            forms.append(isbn.to_isbn10(term).lower())
        return "|".join(_HYPHEN.pattern.join(form) for form in forms)
    return re.escape(term).replace(r"\+", r" ?\+ ?") if "+" in term[1:-1] else re.escape(term)


def _is_next_pair(compound: _Compound, position: int, normalized: str) -> bool:
    """Whether a pair goes on from the one before: b+c after a+b, with b shared."""
    return "+" in compound.term and RUN.match(normalized, compound.start, position) is not None


def _all(normalized: str) -> list[_Compound]:
    if not any(sign in normalized for sign in "+#0123456789"):
        return []
    words = [match for match in RUN.finditer(normalized) if match.lastgroup == "word"]
    return [*_isbns(normalized, words), *_signed(normalized, words)]


def _signed(normalized: str, words: list[re.Match[str]]) -> Iterator[_Compound]:
    for number, word in enumerate(words):
        sign = _LANGUAGE_SIGN.match(normalized, word.end())
        if sign and word.group().isascii() and word.group().isalpha():
            term = word.group()[:MAX_TERM_LENGTH] + sign.group()
            yield _Compound(word.start(), sign.end(), term)
        elif number + 1 < len(words):
            after = words[number + 1]
            if _PLUS.fullmatch(normalized, word.end(), after.start()):
                term = f"{word.group()}+{after.group()}"[:MAX_TERM_LENGTH]
                yield _Compound(word.start(), after.end(), term)


def _isbns(normalized: str, words: list[re.Match[str]]) -> Iterator[_Compound]:
    for first, word in enumerate(words):
        digits = ""
        end = word.start()
        start = _with_its_name(normalized, words, first)
        for group in words[first : first + _GROUPS]:
            match = _DIGITS.fullmatch(group.group())
            is_joined = not digits or _HYPHEN.fullmatch(normalized, end, group.start())
            if not match or not is_joined or (digits and group.group().startswith("isbn")):
                break
            digits += match["digits"]
            end = group.end()
            if len(digits) in _ISBN_LENGTHS and isbn.is_valid(digits.upper()):
                yield _Compound(start, end, isbn.to_isbn13(isbn.compact(digits.upper())))


def _with_its_name(normalized: str, words: list[re.Match[str]], number: int) -> int:
    """Where an ISBN begins that may be called so: ISBN 978…, ISBN: 978…."""
    start = words[number].start()
    before = words[number - 1] if number else None
    if before and before.group() in _NAMES and _COLON.fullmatch(normalized, before.end(), start):
        return before.start()
    return start

"""One mistake: a character missing, too many, another one, or two exchanged."""

from search.folding import is_chinese

# Shorter words leave no room for a mistake: every other word would be near. Longer ones are titles.
_CHINESE = range(3, 9)
_LATIN = range(4, 21)


def has_forms(key: str) -> bool:
    """Whether a mistake in this word can be put right."""
    if is_chinese(key):
        return len(key) in _CHINESE
    return key.isascii() and key.isalpha() and len(key) in _LATIN


def shortened(key: str) -> set[str]:
    """The word with each of its characters left out in turn."""
    return {key[:i] + key[i + 1 :] for i in range(len(key))}


def is_one_mistake(one: str, other: str) -> bool:
    """Whether exactly one mistake lies between two words."""
    shorter = min(len(one), len(other))
    start = next((i for i in range(shorter) if one[i] != other[i]), shorter)
    one, other = one[start:], other[start:]
    shorter = min(len(one), len(other))
    end = next((i for i in range(shorter) if one[-1 - i] != other[-1 - i]), shorter)
    one, other = one[: len(one) - end], other[: len(other) - end]
    if len(one) == len(other) == 2:
        return one == other[::-1]
    return max(len(one), len(other)) == 1

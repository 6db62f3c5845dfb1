"""What names in lists are sorted by: pinyin or strokes, as the district decides."""

from dataclasses import dataclass

from people import strokes
from people.models.naming import NameOrder, NameSettings
from people.rules import clean_text
from search.pinyin import syllables, typed

LONGEST_KEY = 200


@dataclass(frozen=True)
class NameKeys:
    """A name's place in both orders, as columns of a table keep it.

    Attributes:
        pinyin: each syllable before its character, so that 李 comes before 林 whatever follows,
            and all of one surname stand together; its first letter heads the group.
        strokes: see ``people.strokes``.
    """

    pinyin: str
    strokes: str


def keys_of(name: str, *, reading: str = "") -> NameKeys:
    """Return what a person's name is sorted by.

    Args:
        name: in Chinese; surnames are read as surnames are (单 Shàn, 解 Xiè, 仇 Qiú).
        reading: pinyin where that is wrong, the syllables with gaps: ``ou yang shan``.
    """
    name = clean_text(name)
    spoken = [typed(part) for part in reading.split()] or syllables(name, is_name=True)
    letters = name.replace(" ", "")
    if len(spoken) == len(letters):
        pairs = [part for pair in zip(spoken, letters, strict=True) for part in pair]
    else:
        pairs = [*spoken, letters]
    return NameKeys(" ".join(pairs)[:LONGEST_KEY], strokes.place_of(letters)[:LONGEST_KEY])


def spoken_in(key: str, name: str) -> list[str]:
    """Return the syllables of ``name`` as its key by pinyin has them, without reading it again.

    Reading loads 56 MB of phrases, which a process that only shows pages need not have.
    Nothing, where ``key`` is not the key of this name, or was too long to be whole.
    """
    letters = clean_text(name).replace(" ", "")
    parts = key.split()
    if len(key) >= LONGEST_KEY:
        return []
    if len(parts) == 2 * len(letters) and parts[1::2] == list(letters):
        return parts[::2]
    return parts[:-1] if parts[-1:] == [letters] else []


def is_by_strokes() -> bool:
    """Whether the district orders names by strokes. Queries: 1."""
    return str(NameSettings.load().order) == NameOrder.STROKES

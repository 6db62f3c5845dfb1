"""The word segmenter (jieba's dictionary and algorithm in Rust), one for the whole process.

``rjieba`` loads its dictionary when it is imported: 0.1 s and 34 MB, so importing this module must
stay free. Its module-level segmenter is the one that is used, because a ``rjieba.Jieba()`` of our
own would load everything a second time. A web process, which cuts queries and now and then one
piece, says ``warm_up(light_from=…)`` and never loads it: it reads the same words piece by piece
from a file (``search.lexicon``), slower, and cut alike.

The district's own words (see ``search.dictionary``) are put on top with ``set_words``. Each of
them is remembered with the words it was made of, and :func:`words_with_parts` yields those as
well: a document that was indexed before a word was known still answers a query cut with it.
"""

import threading
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Protocol

# The file of words with which this process does without ``rjieba``.
_light: Path | None = None
# One at a time: rjieba lets go of Python's lock while it cuts, and refuses a new word meanwhile.
_lock = threading.Lock()
# The district's words that are known now, with their parts; and all that ever were.
_own: dict[str, tuple[str, ...]] = {}
_ever_own: set[str] = set()


class Segmenter(Protocol):
    """What is used of ``rjieba``."""

    def cut(self, text: str, hmm: bool) -> list[str]: ...
    def cut_for_search(self, text: str, hmm: bool) -> list[str]: ...
    def has_word(self, word: str) -> bool: ...
    def suggest_freq(self, word: str) -> int: ...
    def add_word(self, word: str, frequency: int, tag: str) -> object: ...


def warm_up(*, light_from: Path | None = None) -> None:
    """Load the dictionary now, before this process has words of its own.

    Args:
        light_from: the folder with the file of ``search.lexicon``, to cut by that from now on; by
            ``rjieba`` as ever where it is not.
    """
    global _light
    with _lock:
        _light = _file_in(light_from) if light_from else None
        _jieba.cache_clear()
        _jieba()


def _file_in(folder: Path) -> Path | None:
    from search.lexicon import file_in

    path = file_in(folder)
    return path if path.exists() else None


@cache
def _jieba() -> Segmenter:
    if _light:
        from search.lexicon import Lexicon

        return Lexicon(_light)
    import rjieba

    return rjieba


@cache
def version() -> str:
    """The version of the segmenter's dictionary; a change makes existing indexes outdated."""
    from importlib.metadata import version as installed

    return f"rjieba {installed('rjieba')}"


def words(run: str) -> list[str]:
    """Split a run of Chinese characters into words that do not overlap, in order.

    The hidden Markov model is off: it guesses unknown words differently depending on their
    neighbours, so that the same name could be cut one way in a page and another way in a query.
    """
    with _lock:
        return _jieba().cut(run, False)


def words_with_parts(run: str) -> list[str]:
    """Like :func:`words`, with the shorter dictionary words inside each long one as well."""
    with _lock:
        return _with_parts(run)


def set_words(own: Iterable[str]) -> None:
    """Make these the district's words, in the place of those that were before.

    Args:
        own: runs of Chinese characters, normalised. A word that the segmenter's own dictionary
            holds is left as it is there.
    """
    jieba = _jieba()
    with _lock:
        for word in _own:
            jieba.add_word(word, 0, "")  # a word without frequency is never chosen
        _own.clear()
        # Shorter ones first, so that they are found inside the longer ones; in one order on
        # every machine.
        for word in sorted(set(own), key=lambda word: (len(word), word)):
            if word not in _ever_own and jieba.has_word(word):
                continue
            parts = tuple(dict.fromkeys([*_with_parts(word), word]))
            jieba.add_word(word, max(1, jieba.suggest_freq(word)), "n")
            _own[word] = parts
            _ever_own.add(word)


def own_words() -> frozenset[str]:
    """The district's words that this process knows."""
    return frozenset(_own)


def _with_parts(run: str) -> list[str]:
    jieba = _jieba()
    if not _own:
        return jieba.cut_for_search(run, False)
    cut = jieba.cut(run, False)
    if _own.keys().isdisjoint(cut):
        return jieba.cut_for_search(run, False)
    found: list[str] = []
    for word in cut:
        found.extend(_own.get(word) or jieba.cut_for_search(word, False))
    return found

"""The word segmenter (jieba's dictionary and algorithm in Rust), one for the whole process.

``rjieba`` loads its dictionary when it is imported: 0.1 s and 34 MB, so importing this module must
stay free. Its module-level segmenter is the one that is used, because a ``rjieba.Jieba()`` of our
own would load everything a second time. ``warm_up()`` lets a server pay at start instead of in a
visitor's request.

The district's own words (see ``search.dictionary``) are put on top with ``set_words``. Each of
them is remembered with the words it was made of, and :func:`words_with_parts` yields those as
well: a document that was indexed before a word was known still answers a query cut with it.
"""

import threading
from collections.abc import Iterable
from functools import cache
from types import ModuleType

# One at a time: rjieba lets go of Python's lock while it cuts, and refuses a new word meanwhile.
_lock = threading.Lock()
# The district's words that are known now, with their parts; and all that ever were.
_own: dict[str, tuple[str, ...]] = {}
_ever_own: set[str] = set()


@cache
def _jieba() -> ModuleType:
    import rjieba

    return rjieba


@cache
def version() -> str:
    """The version of the segmenter's dictionary; a change makes existing indexes outdated."""
    from importlib.metadata import version as installed

    return f"rjieba {installed('rjieba')}"


def warm_up() -> None:
    """Load the dictionary now. Safe to call from any thread, any number of times."""
    with _lock:
        _jieba()


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

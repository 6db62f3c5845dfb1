"""The jieba word segmenter, loaded once and only when Chinese text is met.

Loading costs about 0.7 s and 65 MB, so importing this module must stay free: management
commands and migrations import it too. ``warm_up()`` lets a server pay at start instead of in a
visitor's request.
"""

import logging
import threading
from functools import cache

_loading = threading.Lock()


@cache
def _loaded():
    import jieba

    # Jieba writes its progress to stderr through a handler of its own.
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    # Not initialize(): it keeps a marshalled copy in the machine's temporary folder and would
    # load whatever another user has put there. Reading the dictionary itself takes as long.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def _tokenizer():
    with _loading:
        return _loaded()


def version() -> str:
    """The version of the segmenter's dictionary; a change makes existing indexes outdated."""
    from importlib.metadata import version as installed

    return installed("jieba")


def warm_up() -> None:
    """Load the dictionary now. Safe to call from any thread, any number of times."""
    _tokenizer()


def words(run: str) -> list[str]:
    """Split a run of Chinese characters into words that do not overlap, in order.

    The hidden Markov model is off: it guesses unknown words differently depending on their
    neighbours, so that the same name could be cut one way in a page and another way in a query.
    """
    return list(_tokenizer().cut(run, HMM=False))


def words_with_parts(run: str) -> list[str]:
    """Like :func:`words`, with the shorter dictionary words inside each long one as well."""
    return list(_tokenizer().cut_for_search(run, HMM=False))

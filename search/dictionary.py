"""The district's own words in the segmenter: what editors enter, and the names of the database.

Terms come from ``DictionaryWord``; book titles, authors and units from the vocabulary, which
gathers them (``search.names``). Processes notice a change within a minute (``search.shared``).
An index need not be rebuilt for it, see ``search.segmentation``.
"""

from search import segmentation
from search.folding import is_chinese
from search.models import DictionaryWord, EntryKind, VocabularyEntry
from search.shared import SharedList, touch_when_saved

STAMP = "words"
NAMES = (EntryKind.BOOK, EntryKind.PERSON, EntryKind.UNIT)
# A longer title is a sentence: whoever types it means its words.
LONGEST = 10
# Names kept in memory, those in use first.
MOST_NAMES = 20_000


def keep_fresh() -> None:
    """Let the segmenter know the words as they are now. Queries: none, or one a minute."""
    _words.get()


def refresh() -> None:
    """Look now whether the words have changed. Queries: 1; 3 when they have."""
    _words.refresh()


def forget() -> None:
    """Let the segmenter know none of the words: for tests."""
    _words.forget()
    if segmentation.own_words():
        segmentation.set_words(())


def _load() -> frozenset[str]:
    terms = DictionaryWord.objects.values_list("key", flat=True)
    names = VocabularyEntry.objects.filter(kind__in=NAMES).order_by("-weight", "key")
    found = frozenset(
        word
        for word in (*terms, *names.values_list("key", flat=True)[:MOST_NAMES])
        if 2 <= len(word) <= LONGEST and is_chinese(word)
    )
    segmentation.set_words(found)
    return found


_words: SharedList[frozenset[str]] = SharedList(STAMP, _load, frozenset())
touch_when_saved(DictionaryWord, STAMP)

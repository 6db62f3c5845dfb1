"""Listed words."""

from editorial.models import ListedWord, WordLevel, WordList
from editorial.words.folding import key_of


def make_list(name: str = "虚构词表") -> WordList:
    """Return the list of this name."""
    return WordList.objects.get_or_create(name=name)[0]


def make_word(
    word: str, level: WordLevel = WordLevel.FORBIDDEN, *, list_name: str = "虚构词表", **fields: str
) -> ListedWord:
    """Return a word in a list."""
    return ListedWord.objects.create(
        word_list=make_list(list_name), word=word, key=key_of(word), level=level, **fields
    )

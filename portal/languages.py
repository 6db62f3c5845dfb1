"""Which language a piece of foreign text is in, for the voice that reads it aloud; pure.

Told by its letters and its small words. Where neither says enough nothing is told: a wrong voice is
worse than the usual one.
"""

import re

# Letters that occur in one language alone among those a teacher here may quote.
_LETTERS = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("ru", re.compile(r"[\u0410-\u044f\u0401\u0451]{3}")),
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
# Marks of pinyin, which is Chinese.
_TONES = re.compile(r"[āēīōūǖǎěǐǒǔǚǜ]", re.IGNORECASE)
_SMALL_WORDS = {
    "en": "the of and to in is that for with on how what why who our your we you i not are from by",
    "fr": "le la les des et du une est dans pour qui que sur au aux ou un l d",
    "de": "der die das und des dem den ein eine ist nicht mit von zu im über wie",
    "es": "el los las y una para por con del es como su se",
    "it": "il lo gli della dei di e che per un una con nel",
}
_OF_LANGUAGE = {name: frozenset(words.split()) for name, words in _SMALL_WORDS.items()}
# One Latin word is a name or a term.
FEWEST_WORDS = 2
_ELEMENT = re.compile(r"<(p|li|h3|blockquote)>((?:(?!</?\1\b).)*)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
# What no text without foreign sentences has, so that those cost one search.
_FOREIGN = re.compile(
    r"(?:[A-Za-z\u00c0-\u024f]+[\s'’,.-]+){2}[A-Za-z\u00c0-\u024f]|[\u0410-\u044f\u3041-\u30ff\uac00-\ud7a3]"
)


def language_of(text: str) -> str:
    """Return the language as an HTML ``lang`` names it; "" for Chinese and for what is not clear.

    A text with kana or hangul is Japanese or Korean although it has Chinese characters; any other
    with a Chinese character is Chinese.
    """
    for name, letters in _LETTERS[:2]:
        if letters.search(text):
            return name
    if _CHINESE.search(text):
        return ""
    if _LETTERS[2][1].search(text):
        return "ru"
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < FEWEST_WORDS or not _LATIN.search(text) or _TONES.search(text):
        return ""
    pieces = [piece for word in words for piece in re.split("['’]", word)]
    counts = {name: sum(piece in small for piece in pieces) for name, small in _OF_LANGUAGE.items()}
    best = max(counts.values())
    leading = [name for name, count in counts.items() if count == best]
    return leading[0] if best and len(leading) == 1 else ""


def mark_languages(markup: str) -> str:
    """Return HTML whose paragraphs, items and headings in another language say which it is."""
    return _ELEMENT.sub(_marked, markup) if _FOREIGN.search(markup) else markup


def _marked(found: re.Match[str]) -> str:
    name, inside = found[1], found[2]
    language = language_of(_TAG.sub("", inside))
    return f'<{name} lang="{language}">{inside}</{name}>' if language else found[0]

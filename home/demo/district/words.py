"""Texts of the district's logs and notes: sentences put together by chance.

They are meant to be searched and compared, not to be admired. Fixed runs between two places that
chance fills are short, so that two texts seldom share the seventeen characters in a row that
similarity looks for.
"""

import json
from random import Random

from home.demo import source

_TEXTS = source.texts("district")
_WORDS = {name: words.split() for name, words in _TEXTS["words"].items()}
_SENTENCES, _TITLES = _TEXTS["templates"]["sentences"], _TEXTS["templates"]["titles"]
_QUOTATION = _TEXTS["templates"]["quotation"]


def _filled(template: str, chance: Random, book: str = "", topic: str = "") -> str:
    words = {name: chance.choice(choices) for name, choices in _WORDS.items()}
    return template.format(
        **words,
        book=book,
        topic=topic,
        theme2=chance.choice(_WORDS["theme"]),
        view2=chance.choice(_WORDS["view"]),
        page=chance.randint(9, 400),
        count=chance.randint(3, 12),
        count2=chance.randint(1, 3),
    )


def title_of_log(chance: Random, book: str) -> str:
    """Return the title of a log about a book."""
    return _filled(chance.choice(_TITLES), chance, book)


def sentence(chance: Random, topic: str = "") -> str:
    """Return one invented sentence."""
    return _filled(chance.choice(_SENTENCES), chance, topic=topic or "书")


def quotation(chance: Random) -> str:
    """Return a sentence that pretends to stand in an invented book."""
    return _filled(_QUOTATION, chance)


def body(chance: Random, topic: str) -> str:
    """Return the JSON of a body of three to seven paragraphs, 250 to 900 characters."""
    paragraphs = [
        "".join(sentence(chance, topic) for _ in range(chance.randint(3, 5)))
        for _ in range(chance.randint(3, 7))
    ]
    html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    block = {"type": "paragraph", "value": html, "id": f"{chance.getrandbits(128):032x}"}
    return json.dumps([block], ensure_ascii=False)

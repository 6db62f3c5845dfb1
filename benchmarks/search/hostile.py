"""Queries that nobody types in good faith."""

import random

# The most frequent characters of modern Chinese, and words of the portal's subject.
_CHARACTERS = (
    "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可"
)
_WORDS = (
    "教育",
    "老师",
    "学生",
    "读书",
    "学习",
    "怎么",
    "什么",
    "视频",
    "下载",
    "百度",
    "知道",
    "在线",
)
_PIECES = (
    '"', "“", "”", "(", ")", "[", "]", "{", "}", "*", "?", "~", "^", "\\", "/", ":", "!", "'",
    " AND ", " OR ", " NOT ", " NEAR ", "||", "&&", "title:", "<script>", "%00", "\x00",
    "\u202e", "\u200b", "\ud800", "😀", "ﷺ", "é", "ß", "İ", "１２３", "２＋Ｎ", "--", ";",
    "' OR 1=1 --", "..", "{{", "%s", "\n", "\t", "𠀀", "ｶﾞ", "한국", "٣",
)  # fmt: skip
AMOUNT = 1_000


def hostile_queries() -> list[str]:
    """A thousand of them, the same in every run."""
    source = random.Random(13)
    queries = [
        " ".join(_CHARACTERS),
        _CHARACTERS,
        " ".join(_WORDS * 5),
        "教育" * 5_000,
        "教" * 10_000,
        "a" * 10_000,
        " ".join("abcdefghijklmnopqrstuvwxyz"),
        "*",
        "?" * 500,
        '"' * 501,
        '"教育',
        "教育*",
        "*育*",
        "\x00",
        "",
        " ",
    ]
    while len(queries) < AMOUNT:
        parts = source.choices((*_PIECES, *_WORDS, *_CHARACTERS), k=source.randint(1, 40))
        queries.append(source.choice(("", " ")).join(parts))
    return queries

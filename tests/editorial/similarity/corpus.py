"""Texts as teachers write them, from a seed: own sentences, set phrases, copied passages."""

import random
import re
import unicodedata
from collections.abc import Callable

from opencc import OpenCC

WORDS = re.findall(
    "..",
    "老师学生课堂孩子家长书本时间方法问题思考道理故事经验作业笔记讨论实验操场清晨夜晚春天秋雨窗外灯光声音目光手掌脚步黑板粉笔同伴校园阅读写作提问等待发现改变相信陪伴"
    "鼓励倾听观察记录忘记想起明白懂得走进打开慢慢忽然常常终于也许其实后来当时一次每天许多一点温暖安静认真勇敢普通真实复杂简单遥远明亮",
)
# What half the district writes; shared by many, copied by nobody.
PHRASES = (
    "读完这本书，我深受启发，对教育有了新的认识和理解。",
    "作为一名一线教师，我们要不断学习，不断提高自身的专业素养。",
    "在今后的教育教学工作中，我将把书中的理念运用到实践中去。",
    "让我们一起在阅读中成长，在成长中遇见更好的自己。",
    "书中的每一个案例都来自真实的课堂，读来令人感到十分亲切。",
    "教育不是注满一桶水，而是点燃一把火，这句话让我久久难忘。",
)
TO_TRADITIONAL = OpenCC("s2tw")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def sentences(chance: random.Random, least: int) -> str:
    """Return own sentences of at least ``least`` characters, hardly ever written twice."""
    text = ""
    while len(text) < least:
        words = "".join(chance.choice(WORDS) for _ in range(chance.randint(5, 11)))
        # A name or a figure in some of them, so that width and case have something to change.
        extra = chance.choice(("", "", "PISA2018", "Class A", f"第{chance.randint(1, 99)}页"))
        text += f"{words}，{extra}{chance.choice(WORDS)}{chance.choice('。！？')}"
    return text


def review(chance: random.Random, least: int = 1000) -> str:
    """Return a review: paragraphs of own sentences, in each of some a set phrase."""
    paragraphs = []
    while sum(map(len, paragraphs)) < least:
        phrase = chance.choice(PHRASES) if chance.random() < 0.6 else ""
        paragraphs.append(sentences(chance, 120) + phrase)
    return "\n".join(paragraphs)


def copied_into(chance: random.Random, source: str, characters: int, length: int) -> str:
    """Return a review of ``length`` characters with so many in a row out of ``source``."""
    start = chance.randrange(len(source) - characters)
    own = sentences(chance, length - characters)
    place = chance.randrange(len(own))
    return own[:place] + source[start : start + characters] + own[place:]


def punctuation_changed(text: str, chance: random.Random) -> str:
    """Exchange, drop and add marks."""
    marks = "，。！？、；：…—~·,.!?"
    changed = [
        chance.choice(("", *marks)) if unicodedata.category(each)[0] == "P" else each
        for each in text
    ]
    return "".join(
        each + (chance.choice(marks) if chance.random() < 0.1 else "") for each in changed
    )


def traditional(text: str, chance: random.Random) -> str:
    """Write it as in Taiwan."""
    return TO_TRADITIONAL.convert(text)


def full_width(text: str, chance: random.Random) -> str:
    """Write letters, figures and marks as wide as characters."""
    return text.translate(FULL_WIDTH)


def spaced(text: str, chance: random.Random) -> str:
    """Put spaces, ends of lines and invisible characters in."""
    gaps = (" ", "\n", "　", "\u200b", "\u00a0", "\ufeff")
    return "".join(each + (chance.choice(gaps) if chance.random() < 0.3 else "") for each in text)


def mixed(text: str, chance: random.Random) -> str:
    """Do all of it."""
    for change in (punctuation_changed, traditional, full_width, spaced):
        text = change(text, chance)
    return text.upper()


def untouched(text: str, chance: random.Random) -> str:
    """Leave it as it is."""
    return text


ALTERATIONS: tuple[Callable[[str, random.Random], str], ...] = (
    untouched,
    punctuation_changed,
    traditional,
    full_width,
    spaced,
    mixed,
)

"""Pure decisions about books: which two are one, and what kind a book is for a reader."""

import re
import unicodedata
from dataclasses import dataclass

from portal.simplified import simplified
from reading.catalogue.classes import class_of, school_subjects, subject_name
from reading.choices import WorkKind

LONGEST_KEY = 240
SEPARATOR = "|"
# [苏]苏霍姆林斯基 著、(美) 约翰·杜威、〔清〕: a country or dynasty before a name, the role after.
_COUNTRY = re.compile(r"^\s*[\[(【〔{][^\])】〕}]{1,6}[\])】〕}]\s*")
# White space before a word, never beside white space: among neighbours that match the same, a long
# run would be divided in every way there is.
_ROLE = re.compile(
    r"(?:\s*等)?(?:\s*(?:编著|主编|编译|译注|原著|选编|编选|著|编|撰|译|选|注|口述))?(?:\s*等)?\s*$"
)
_NAMES = re.compile(r"[、，,;；/&]|\s+(?:and|与|和)\s+|\s{2,}")
# (上下)、（全三册）、(第8版)、修订本: which printing it is, not which work.
_PRINTING = re.compile(
    r"[(\[【〔][^)\]】〕]*(?:全|上|中|下|版|册|卷|部|本|辑|套)[^)\]】〕]*[)\]】〕]"
    r"|(?:修订|增订|珍藏|纪念|典藏|最新)(?:版|本)$"
)
# The subtitle: behind a long dash, a colon, a full-width or a spaced hyphen.
_SUBTITLE = re.compile(r"[—―─–:]+|\s-+\s|--+")
_DOTS = re.compile(r"[·•・‧⋅∙.]")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")
_LATIN = re.compile(r"[a-z]")
_SUBJECTS = re.compile(r"[/、，,;；\s]+")


def match_key(title: str, authors: str) -> str:
    """Return what two entries of one work have in common: main title and first author.

    Width, case, traditional characters, punctuation, subtitle, country and role do not count. An
    entry without an author has nothing behind the separator.
    """
    return f"{title_key(title)}{SEPARATOR}{author_key(authors)}"[:LONGEST_KEY]


def title_key(title: str) -> str:
    """Return the bare main title; of one that is all punctuation, its characters."""
    text = _even(title)
    without = _PRINTING.sub("", text)
    main = next((part for part in _SUBTITLE.split(without) if _bare(part)), "")
    return _bare(main) or _bare(text) or "".join(text.split()).replace(SEPARATOR, "")


def author_key(authors: str) -> str:
    """Return the bare name of the first author; nothing where none is named."""
    for part in _NAMES.split(_even(authors)):
        if name := _name(_COUNTRY.sub("", part)):
            return name
    return ""


def _name(text: str) -> str:
    """Return a name without role and initials; of 约翰·杜威 and J. 杜威 the last part."""
    without = _ROLE.sub("", text)
    # 王选 is a name and no role; 杜威著 and 王选 著 have one.
    if len(_bare(without)) > 1 or text != text.rstrip() or re.search(r"\s", text.strip()):
        text = without or text
    parts = [part for part in _DOTS.split(text) if _bare(part)]
    last = _bare(parts[-1]) if parts and _HAN.search(parts[-1]) else _bare(text)
    return (_LATIN.sub("", last) or last) if _HAN.search(last) else last


def _even(text: str) -> str:
    # Twice: folding case can take a character out of its normal form.
    return unicodedata.normalize("NFKC", simplified(unicodedata.normalize("NFKC", text)).casefold())


def _bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


@dataclass(frozen=True)
class BookFacts:
    """What decides on a book's kind.

    Attributes:
        is_classic: on the editors' list of classics.
        clc: its number in the Chinese Library Classification.
        subject: school subjects or themes as the catalogue has them (历史/道法).
        fixed: the kind that an editor decided on.
        recorded: the kind that the entry came with, which is no more than a proposal.
    """

    is_classic: bool = False
    clc: str = ""
    subject: str = ""
    fixed: str = ""
    recorded: str = ""


@dataclass(frozen=True)
class KindVerdict:
    """What a book may count as.

    Attributes:
        kinds: all that are allowed, the proposed one first; never empty.
        reason: one sentence for the reader.
    """

    kinds: tuple[WorkKind, ...]
    reason: str

    @property
    def is_open(self) -> bool:
        """Whether the reader chooses."""
        return len(self.kinds) > 1

    @property
    def proposed(self) -> WorkKind:
        """What the book counts as where nobody chose."""
        return self.kinds[0]


def classify(facts: BookFacts, reader_subject: str = "") -> KindVerdict:
    """Say what a book may count as for a reader.

    The editors' decision goes first, then their list of classics, then the library's class with
    the reader's subject, and without a class what the entry came with.

    Args:
        facts: of the book.
        reader_subject: what the reader teaches; empty where that is not known.
    """
    if facts.fixed:
        kind = WorkKind(facts.fixed)
        return KindVerdict((kind,), f"由编辑确定为{kind.label}。")
    if facts.is_classic:
        return KindVerdict((WorkKind.CLASSIC,), "在编辑的教育名著书目里。")
    own = subject_name(reader_subject)
    if found := class_of(facts.clc):
        name = f"中图分类号 {found.notation}（{found.meaning}）"
        if found.is_education:
            return _of_education(name, found.subjects, own)
        return _outside_education(name, found.subjects, own, found.proposes)
    if facts.clc.strip():
        return KindVerdict(
            (WorkKind.GENERAL,), f"中图分类号 {facts.clc.strip()} 不属于教育类，也不对应任教学科。"
        )
    return _without_class(facts, own)


def subjects_in(text: str) -> frozenset[str]:
    """Return the school subjects that an entry of the catalogue names."""
    names = {subject_name(part) for part in _SUBJECTS.split(text) if part}
    return frozenset(names & school_subjects())


def _of_education(name: str, subjects: frozenset[str], own: str) -> KindVerdict:
    if not subjects:
        return KindVerdict(
            (WorkKind.MONOGRAPH,), f"{name}属教育类，不在教育名著书目里，算学科专著。"
        )
    if not own or own in subjects:
        return KindVerdict((WorkKind.MONOGRAPH,), f"{name}是教学专著，算学科专著。")
    return KindVerdict(
        (WorkKind.MONOGRAPH, WorkKind.GENERAL),
        f"{name}是别的学科的教学专著，您教{own}：算学科专著还是泛读，由您选。",
    )


def _outside_education(
    name: str, subjects: frozenset[str], own: str, proposes: WorkKind
) -> KindVerdict:
    if own and own in subjects:
        return KindVerdict(
            _first(proposes),
            f"{name}，您教{own}：算学科专著还是非教育类，由您选。",
        )
    if not own and subjects:
        return KindVerdict(
            _first(proposes),
            f"{name}：教{'、'.join(sorted(subjects))}的老师可以算学科专著，其他老师算非教育类。",
        )
    return KindVerdict((WorkKind.GENERAL,), f"{name}不属于教育类，算非教育类。")


def _without_class(facts: BookFacts, own: str) -> KindVerdict:
    recorded = WorkKind(facts.recorded) if facts.recorded else None
    subjects = subjects_in(facts.subject)
    if recorded == WorkKind.CLASSIC:
        return KindVerdict((WorkKind.CLASSIC,), "目录里归为教育名著。")
    if own and own in subjects:
        return KindVerdict(
            _first(recorded or WorkKind.MONOGRAPH),
            f"目录里记的学科是{facts.subject}，您教{own}：算学科专著还是非教育类，由您选。",
        )
    if recorded == WorkKind.MONOGRAPH and own and subjects:
        return KindVerdict(
            _first(WorkKind.GENERAL),
            f"目录里记的学科是{facts.subject}，您教{own}，一般算非教育类，也可以算学科专著。",
        )
    if recorded == WorkKind.GENERAL and facts.subject and not subjects:
        return KindVerdict((WorkKind.GENERAL,), f"目录里记为非教育类（{facts.subject}）。")
    kind = recorded or WorkKind.GENERAL
    return KindVerdict(_first(kind), f"还没有分类号，暂按{kind.label}，由您选。")


def _first(kind: WorkKind) -> tuple[WorkKind, ...]:
    other = WorkKind.GENERAL if kind == WorkKind.MONOGRAPH else WorkKind.MONOGRAPH
    return (kind, other)

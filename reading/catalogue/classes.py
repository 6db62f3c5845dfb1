"""The table that leads from a class of the Chinese Library Classification to school subjects.

Source: 《中国图书馆分类法》, 5th edition (国家图书馆出版社, 2010), main tables; which subject a
class belongs to, and what a book of it is proposed as, is this portal's reading of it. The table
is ``data/classes.csv``: a line more or less there is all it takes.
"""

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reading.choices import WorkKind

TABLE = Path(__file__).parent / "data" / "classes.csv"
# What schools call their subjects beside the names of the table.
ALIASES = {
    "道法": "道德与法治",
    "政治": "道德与法治",
    "思想政治": "道德与法治",
    "思想品德": "道德与法治",
    "外语": "英语",
    "信息技术": "信息科技",
    "生物学": "生物",
    "体育与健康": "体育",
    "心理": "心理健康",
    "学前": "学前教育",
    "幼教": "学前教育",
    "特教": "特殊教育",
    "劳动教育": "劳动",
}


@dataclass(frozen=True)
class LibraryClass:
    """One class: its notation, what it holds, for which subjects, and what it makes a book."""

    notation: str
    meaning: str
    subjects: frozenset[str]
    is_education: bool
    proposes: WorkKind


@cache
def table() -> dict[str, LibraryClass]:
    """Return the classes by notation; read from the file once."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            row["class"]: LibraryClass(
                row["class"],
                row["meaning"],
                frozenset(filter(None, row["subjects"].split("/"))),
                row["is_education"] == "yes",
                WorkKind(row["proposes"]),
            )
            for row in csv.DictReader(file)
        }


def class_of(clc: str) -> LibraryClass | None:
    """Return the narrowest class of the table that a number belongs to; nothing for none."""
    number = "".join(unicodedata.normalize("NFKC", clc).upper().split()).lstrip("[(")
    return next(
        (table()[number[:end]] for end in range(len(number), 0, -1) if number[:end] in table()),
        None,
    )


def subject_name(name: str) -> str:
    """Return the name under which the table knows a school subject."""
    bare = name.strip()
    return ALIASES.get(bare, bare)


@cache
def school_subjects() -> frozenset[str]:
    """Return all subjects that the table names."""
    return frozenset().union(*(each.subjects for each in table().values()))

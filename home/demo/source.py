"""Reads the demo's texts: TOML and CSV files beside this module."""

import csv
import html
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_CJK = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_WIDE = str.maketrans(",;:?!", "，；：？！")
_HALF_WIDTH = re.compile(rf"(?<={_CJK})[,;:?!]|[,;:?!](?={_CJK})")
_LINK = re.compile(r"\[([^\[\]]+)\]\((https://[^\s()\"]+)\)")
_BRACKETS = re.compile(rf"(?<={_CJK})\(([^()]*)\)")
_TRANSLATOR = re.compile(r"^(.+?)\s*(等)?\s*(?:编译|译)$")


@cache
def texts(name: str) -> dict[str, Any]:
    """Return ``texts/<name>.toml``."""
    return tomllib.loads((HERE / "texts" / f"{name}.toml").read_text(encoding="utf-8"))


def picture_names() -> list[str]:
    """Return the pictures that the texts ask for, about in the order in which they are used."""
    names = []
    for name in (
        "workshops",
        "stories",
        "lists",
        "logs",
        "corners",
        "events",
        "showcases",
        "plans",
        "pages",
    ):
        for entries in texts(name).values():
            for row in entries if isinstance(entries, list) else []:
                names += [row[key] for key in ("picture", "portrait") if key in row]
                names += [photo for photo, *_ in row.get("photos", [])]
    return names


def full_width(text: str) -> str:
    """Return Chinese text with full-width punctuation, as it is printed."""
    text = _BRACKETS.sub(r"（\1）", text.strip())
    return _HALF_WIDTH.sub(lambda match: match[0].translate(_WIDE), text)


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of ``data/<name>.csv`` with full-width punctuation."""
    with (HERE / "data" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [
            {key: full_width(value) for key, value in row.items()} for row in csv.DictReader(file)
        ]


def authors_and_translators(text: str) -> tuple[str, str]:
    """Split 「苏霍姆林斯基 著，杜殿坤 编译」 into its author and its translator.

    Words other than 著 and 译 (主编, 选, 译注, 口述) say what a person did and stay.
    """
    authors, translators = [], []
    for part in text.split("，"):
        if match := _TRANSLATOR.match(part):
            translators.append(match[1] + (" 等" if match[2] else ""))
        else:
            authors.append(part.removesuffix(" 著"))
    return "，".join(authors), "，".join(translators)


def blocks(text: str) -> list[tuple[str, str]]:
    """Return a demo text as blocks of a body, cut as the author's form cuts them.

    Blank lines part paragraphs, ``## `` begins a heading, ``[words](https://…)`` is a link.
    """
    cut: list[tuple[str, str]] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        line = part.replace("\n", "")
        if line.startswith("## "):
            cut.append(("heading", line[3:]))
            continue
        words = _LINK.sub(r'<a href="\2">\1</a>', html.escape(line, quote=False))
        paragraph = f"<p>{words}</p>"
        if cut and cut[-1][0] == "paragraph":
            cut[-1] = ("paragraph", cut[-1][1] + paragraph)
        else:
            cut.append(("paragraph", paragraph))
    return cut

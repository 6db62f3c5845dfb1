"""The place of Chinese characters in the order by strokes (笔画, then 笔顺).

The order is the table of the package ``cn-sort``: 20,902 characters. Only its data is read: the
package itself sets up logging anew when it is imported.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# Behind every character of the table, in the order of Unicode.
_UNKNOWN = 90_000


def place_of(text: str) -> str:
    """Return what a text is sorted by: five digits a character, so that short goes before long.

    Characters that the table lacks come last.
    """
    places = _places()
    return "".join(f"{places.get(each, _UNKNOWN):05}" for each in text)


@cache
def _places() -> dict[str, int]:
    # Four megabytes: not before a name is written.
    package = find_spec("cn_sort")
    if package is None or not package.submodule_search_locations:
        raise ImportError("The order by strokes needs the package cn-sort.")
    table = Path(package.submodule_search_locations[0], "res", "all_word.json")
    rows = json.loads(table.read_text(encoding="utf-8"))["all_word"]
    return {row["chinese"]: row["stroke_increment_level"] for row in rows}

"""No pattern of ours can be made to work long by what somebody types.

Not measured but proved on the pattern itself: ``regexploit`` looks for neighbours that match the
same characters. Up to two of them cost the square of the length, which all our inputs bound;
from three on a text of a few hundred blanks would hold a worker for minutes.
"""

import ast
import importlib
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # the library's, of ``sre_parse``
    from regexploit.ast.sre import SreOpParser
    from regexploit.redos import find

APPS = [
    "portal", "search", "people", "media", "editorial", "discussions", "feedback", "stories",
    "reading", "forums", "workshops", "home",
]  # fmt: skip
# Run by operators alone, or settings of services that are not installed here.
LEFT_OUT = {"migrations", "demo", "management", "settings", "__main__.py", "opensearch.py"} | {
    "elasticsearch.py"
}
MOST_NEIGHBOURS = 2


def modules() -> Iterator[Path]:
    for app in APPS:
        for path in sorted(Path(settings.BASE_DIR, app).rglob("*.py")):
            if not LEFT_OUT.intersection(path.relative_to(settings.BASE_DIR).parts):
                yield path


def patterns() -> dict[str, re.Pattern[str]]:
    """Return every compiled pattern that stands in a module or in a table of one."""
    found = {}
    for path in modules():
        parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
        module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
        for name, value in vars(module).items():
            for number, each in enumerate(_inside(value)):
                if isinstance(each, re.Pattern) and isinstance(each.pattern, str):
                    found[f"{module.__name__}.{name}.{number}"] = each
        for number, written in enumerate(_written_into_calls(path)):
            found[f"{module.__name__}.call.{number}"] = re.compile(written)
    return found


def _written_into_calls(path: Path) -> Iterator[str]:
    """The patterns that have no name, because they stand where they are used."""
    for node in ast.walk(ast.parse(path.read_text())):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args
        if not (is_call and isinstance(node.func.value, ast.Name) and node.func.value.id == "re"):
            continue
        pattern = node.args[0]
        if isinstance(pattern, ast.Constant) and isinstance(pattern.value, str):
            yield pattern.value


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple | set | frozenset) else [value]


def neighbours(pattern: re.Pattern[str]) -> int:
    """Return how many repetitions can share one run of characters between them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        sequence = SreOpParser().parse_sre(pattern.pattern, pattern.flags)
    return max((redos.starriness for redos in find(sequence)), default=0)


@pytest.mark.parametrize(
    ("hostile", "expected"),
    [(r"(?:a+)+$", 11), (r"\s*x?\s*y?\s*z?\s*$", 4), (r"[a-z]+\d", 0)],
)
def test_the_proof_sees_what_it_looks_for(hostile, expected):
    assert neighbours(re.compile(hostile)) >= expected
    assert (neighbours(re.compile(hostile)) > MOST_NEIGHBOURS) == (expected > MOST_NEIGHBOURS)


def test_no_pattern_of_ours_works_long():
    found = patterns()
    assert len(found) > 90
    hostile = {name: n for name, each in found.items() if (n := neighbours(each)) > MOST_NEIGHBOURS}
    assert hostile == {}

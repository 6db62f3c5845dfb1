"""@真实姓名: who is meant, told apart by school; only people who may read the place."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from people.models import User

# A name of 2 to 8 characters, and the school in brackets where namesakes are told apart. Without a
# gap between words the name may go on into the sentence: the longest known name counts.
_SIGN = re.compile(
    r"@(?P<run>[\u4e00-\u9fff·]{2,8})"
    # A school's own name may have brackets.
    r"(?:\s?[（(](?P<school>(?:[^（）()\n]|[（(][^（）()\n]*[）)]){2,60})[）)])?"
)
SHORTEST_NAME = 2


@dataclass(frozen=True)
class Named:
    """A person who is meant, and the words that name them."""

    person: User
    words: str


@dataclass(frozen=True)
class Unclear:
    """A name that several people bear, with what to write for each."""

    name: str
    choices: tuple[str, ...]

    @property
    def message(self) -> str:
        """What the writer is told."""
        return f"叫“{self.name}”的老师不止一位，请写明单位：{'，或 '.join(self.choices)}。"


def find(text: str, may_read: Callable[[User], bool]) -> tuple[list[Named], list[Unclear]]:
    """Return who is named in a text, and which names are not clear. Queries: 1, and ``may_read``.

    A name that nobody bears, or only people who may not read the place, is plain text: saying so
    would tell who there is.

    Args:
        text: what somebody typed.
        may_read: says whether a person may read the place.
    """
    signs = list(_SIGN.finditer(text))
    if not signs:
        return [], []
    known = _people({prefix for sign in signs for prefix in _prefixes(sign["run"])})
    named: dict[int, Named] = {}
    unclear: dict[str, Unclear] = {}
    for sign in signs:
        name = next((prefix for prefix in _prefixes(sign["run"]) if prefix in known), None)
        if name is None:
            continue
        # The bracket belongs to the name only where the name ends before it.
        school = sign["school"] if name == sign["run"] else None
        people = [person for person in known[name] if may_read(person)]
        meant = [p for p in people if school and p.unit and p.unit.name == school.strip()]
        if len(meant) == 1:
            named.setdefault(meant[0].pk, Named(meant[0], sign.group()))
        elif len(people) == 1:
            words = sign.group() if school and meant else f"@{name}"
            named.setdefault(people[0].pk, Named(people[0], words))
        elif people:
            unclear[name] = Unclear(name, tuple(f"@{name}（{unit_of(p)}）" for p in people))
    return list(named.values()), list(unclear.values())


def unit_of(person: User) -> str:
    """Return the school with which a person is told from namesakes."""
    return person.unit.name if person.unit else "未登记单位"


def _prefixes(run: str) -> list[str]:
    return [run[:end] for end in range(len(run), SHORTEST_NAME - 1, -1)]


def _people(names: Iterable[str]) -> dict[str, list[User]]:
    found: dict[str, list[User]] = defaultdict(list)
    people = User.objects.filter(name__in=set(names), is_active=True)
    for person in people.select_related("teacher_profile__unit").order_by("pk"):
        found[person.name].append(person)
    return found

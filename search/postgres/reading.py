"""Which posting lists a query needs, and how to ask a GIN index for no more than those.

A query's required terms restrict every list that is read. Terms that must all be present are
one condition, which GIN answers without reading the frequent ones from end to end.

What is returned for a term is always part of its true list: complete where the term can add
documents or scores of its own, and at least the documents with all its companions otherwise.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from search.engine.queries import (
    EVERYTHING,
    All,
    Checked,
    Preferring,
    Query,
    Similar,
    Starting,
    Term,
    Without,
)
from search.postgres.lexemes import TIERS, all_of, lexeme, quoted, starting

_LATIN = "abcdefghijklmnopqrstuvwxyz0123456789"

_Key = tuple[str, str]


@dataclass
class Reading:
    """The conditions to ask for, by what they are for.

    ``lists`` holds the conditions of each term, whose documents are joined; ``alone`` those terms
    whose list is read whole, so that its length is the term's frequency.
    """

    required: tuple[str, ...] = ()
    everything: bool = False
    lists: dict[_Key, set[str]] = field(default_factory=dict)
    tiers: dict[_Key, list[str]] = field(default_factory=dict)
    prefixes: dict[_Key, set[str]] = field(default_factory=dict)
    alone: set[_Key] = field(default_factory=set)

    def conditions(self) -> list[str]:
        """Every condition once."""
        found: dict[str, None] = {}
        for several in [*self.lists.values(), *self.tiers.values(), *self.prefixes.values()]:
            found.update(dict.fromkeys(several))
        return list(found)


def reading_for(query: Query, is_frequent: Callable[[str, str], bool]) -> Reading:
    """Work out what to read.

    Args:
        is_frequent: called with field and text; whether to read a list only as far as the
            required terms go.
    """
    plan = Reading(required=tuple(dict.fromkeys(map(_present, _required(query)))))
    _walk(query, plan, is_frequent)
    return plan


def neighbours(text: str) -> Iterator[str]:
    """Every text one letter away, with the same first letter."""
    letters = sorted({*_LATIN, *text})
    for i in range(1, len(text) + 1):
        for letter in letters:
            yield text[:i] + letter + text[i:]
            if i < len(text) and letter != text[i]:
                yield text[:i] + letter + text[i + 1 :]
        if i < len(text):
            yield text[:i] + text[i + 1 :]


def _walk(node: Query, plan: Reading, is_frequent: Callable[[str, str], bool]) -> None:
    if node is EVERYTHING or isinstance(node, Without):
        plan.everything = True
    if isinstance(node, Term):
        _add_list(node, plan, is_frequent)
    elif isinstance(node, Starting):
        _add_beginning(node, plan)
    elif isinstance(node, Similar):
        for text in (node.text, *neighbours(node.text)):
            _add_list(Term(node.field, text), plan, is_frequent)
    else:
        children = list(_children(node))
        if isinstance(node, All):
            _add_companions(children, plan)
            children = [child for child in children if not isinstance(child, Term | Starting)]
        for child in children:
            _walk(child, plan, is_frequent)


def _add_list(term: Term, plan: Reading, is_frequent: Callable[[str, str], bool]) -> None:
    key, present = (term.field, term.text), _present(term)
    if present in plan.required or (plan.required and is_frequent(*key)):
        condition = all_of([*plan.required, present])
    else:
        condition = present
        plan.alone.add(key)
    plan.lists.setdefault(key, set()).add(condition)
    plan.tiers[key] = _tiers(term, plan.required)


def _add_companions(children: list[Query], plan: Reading) -> None:
    terms = [child for child in children if isinstance(child, Term)]
    beginnings = [child for child in children if isinstance(child, Starting)]
    words = tuple(dict.fromkeys([*plan.required, *map(_present, terms)]))
    # One condition for all: frequent characters fill most of the table each, together they may
    # leave nothing of it.
    together = all_of([*words, *map(_begins, beginnings)])
    for term in terms:
        key = (term.field, term.text)
        plan.lists.setdefault(key, set()).add(together)
        # Beginnings are not looked for again for each amount: that takes longer than reading more.
        plan.tiers.setdefault(key, _tiers(term, words))
    for child in beginnings:
        plan.prefixes.setdefault((child.field, child.text), set()).add(together)


def _add_beginning(node: Starting, plan: Reading) -> None:
    condition = all_of([*plan.required, _begins(node)])
    plan.prefixes.setdefault((node.field, node.text), set()).add(condition)


def _tiers(term: Term, together: tuple[str, ...]) -> list[str]:
    letters = [letter for _, letter in TIERS.get(term.field, ())]
    return [all_of([quoted(letter + term.text), *together]) for letter in letters]


def _required(node: Query) -> list[Term]:
    """Terms that every document of a query holds."""
    if isinstance(node, Term):
        return [node]
    if isinstance(node, Preferring):
        return _required(node.required)
    if isinstance(node, Checked):
        return _required(node.query)
    if isinstance(node, All):
        return [term for child in node.queries for term in _required(child)]
    return []


def _children(node: Query) -> Iterator[Query]:
    for value in vars(node).values():
        if isinstance(value, Query):
            yield value
        elif isinstance(value, tuple):
            yield from (part for part in value if isinstance(part, Query))


def _present(term: Term) -> str:
    return quoted(lexeme(term.field, term.text))


def _begins(node: Starting) -> str:
    return starting(node.field, node.text)

"""Whoosh queries for analysed terms, and running them."""

from collections.abc import Callable, Iterable, Sequence

from whoosh import query
from whoosh.matching import FilterMatcher, NullMatcher
from whoosh.query.qcore import Query
from whoosh.query.wrappers import WrappingQuery
from whoosh.searching import Searcher

# Extra weight of a term in the title. More than this, and long titles about nothing in
# particular outrank the text that answers: Whoosh adds up one BM25 score per field.
TITLE_WEIGHT = 0.3

# A query costs some 4-5 µs for each posting of its terms, so an any-word query adds its rarest
# words first and stops here. Frequent words move no ranking.
POSTINGS_BUDGET = 20_000

NONE = query.NullQuery


def everything() -> Query:
    """Matches every document, with no preference."""
    return query.Every()


def is_everything(wanted: Query) -> bool:
    """Whether a query is the one of :func:`everything`."""
    return isinstance(wanted, query.Every)


def term(field: str, text: str, boost: float = 1.0) -> Query:
    """Documents that hold one term."""
    return query.Term(field, text, boost=boost)


def starting(field: str, text: str, boost: float = 1.0) -> Query:
    """Documents that hold a term beginning with ``text``."""
    return query.Prefix(field, text, boost=boost)


def similar(field: str, text: str, boost: float = 1.0) -> Query:
    """Documents that hold a term at most one letter away; the first letter is taken as right."""
    return query.FuzzyTerm(field, text, boost=boost, maxdist=1, prefixlength=1)


def all_of(queries: Iterable[Query]) -> Query:
    """Documents that match each of the queries; none for an empty list."""
    queries = list(queries)
    if not queries or any(q is NONE for q in queries):
        return NONE
    queries = [q for q in queries if not is_everything(q)]
    if not queries:
        return everything()
    return queries[0] if len(queries) == 1 else query.And(queries)


def any_of(queries: Iterable[Query]) -> Query:
    """Documents that match at least one of the queries."""
    queries = [q for q in queries if q is not NONE]
    if not queries:
        return NONE
    if any(is_everything(q) for q in queries):
        return everything()
    return queries[0] if len(queries) == 1 else query.Or(queries)


def none_of(excluded: Query) -> Query:
    """Documents that do not match."""
    if is_everything(excluded):
        return NONE
    return everything() if excluded is NONE else query.Not(excluded)


def ranked_by(required: Query, preferred: Query) -> Query:
    """Documents of ``required``; those that also match ``preferred`` come earlier."""
    if required is NONE or preferred is NONE:
        return required
    return query.AndMaybe(required, preferred)


def within_budget(
    searcher: Searcher, terms: Iterable[tuple[str, str, float]], budget: int = POSTINGS_BUDGET
) -> list[Query]:
    """Terms as queries, rarest first, until their postings reach the budget.

    Args:
        terms: ``(field, text, boost)``; those in no document are left out.
    """
    reader = searcher.reader()
    counted = [(reader.doc_frequency(f, t), f, t, boost) for f, t, boost in terms]
    chosen: list[Query] = []
    spent = 0
    for frequency, field, text, boost in sorted(counted):
        if not frequency:
            continue
        if chosen and spent + frequency > budget:
            break
        chosen.append(term(field, text, boost))
        spent += frequency
    return chosen


class Checked(WrappingQuery):
    """Hits of a query whose stored texts pass a check: phrases, single fields.

    Args:
        accepts: called with the document's texts by field name.
    """

    def __init__(self, child: Query, accepts: Callable[[dict[str, str]], bool]):
        super().__init__(child)
        self.accepts = accepts

    def _rewrap(self, child: Query) -> "Checked":
        return Checked(child, self.accepts)

    def matcher(self, searcher, context=None):
        """Whoosh's hook; ``searcher`` covers one segment here."""
        stored = searcher.stored_fields
        candidates = self.child.matcher(searcher, searcher.boolean_context())
        accepted = {n for n in candidates.all_ids() if self.accepts(stored(n).get("texts") or {})}
        if not accepted:
            return NullMatcher()
        return FilterMatcher(self.child.matcher(searcher, context), accepted)


def run(searcher: Searcher, wanted: Query, type_name: str) -> list[tuple[str, float]]:
    """All hits among the documents of one type, best first.

    Returns:
        ``(key, score)``
    """
    wanted = query.Require(wanted, query.Term("types", type_name)).normalize()
    if wanted is NONE:
        return []
    collector = searcher.collector(limit=None)
    searcher.search_with_collector(wanted, collector)
    hits = collector.results().top_n
    if not hits:
        return []
    keys = searcher.reader().column_reader("key")
    return [(keys[number], score) for score, number in hits]


def stored_texts(searcher: Searcher, keys: Sequence[str]) -> dict[str, dict[str, str]]:
    """The texts of some documents by key; absent documents are left out."""
    found: dict[str, dict[str, str]] = {}
    for key in keys:
        for number in searcher.document_numbers(key=key):
            found[key] = searcher.stored_fields(number).get("texts") or {}
    return found

"""From Wagtail's query objects to queries of the engine.

Filters and ordering of the queryset are not translated: the database applies them to the hits
(see ``results``), so that an index that lags behind cannot show a page that the queryset excludes.
``check()`` still asks for ``FilterField`` declarations like every backend, so that a project can
change backends.
"""

from collections.abc import Callable

from django.db.models.expressions import Col
from django.db.models.functions import Extract
from django.db.models.sql.where import NothingNode, WhereNode
from modelsearch import query as nodes
from modelsearch.backends.base import BaseSearchQueryCompiler

from search import analysis
from search.documents import name_term, title_field
from search.engine import queries
from search.engine.queries import Query, Starting, Term
from search.engine.segment import Snapshot
from search.expansion import variants

# A document with all the words of a query stands before every document that lacks one, and one
# whose whole title is the query before both. BM25 over a query's terms stays far below.
ALL_WORDS_LEAD = 1_000.0
WHOLE_NAME_LEAD = 1_000_000.0

# A character on its own is looked up in all terms that begin with it, thousands at times; a query
# of many such characters says no more with all of them than with the first few.
MOST_STARTS = 3


class Loosely(nodes.Or):
    """Parts of a visitor's words, of which not all need match.

    Parts that very many documents match are left out beside rarer ones, as the frequent words of
    one ``PlainText`` are; a plain ``Or`` finds whatever matches any of its parts.
    """


class EngineQueryCompiler(BaseSearchQueryCompiler):
    """Whole words: for searches."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True

    # Whether it matters which result comes first; to know that there is one costs less.
    ranks = True

    def build(self, snapshot: Snapshot) -> Query:
        """The engine's query.

        Args:
            snapshot: asked how frequent terms are.

        Raises:
            NotImplementedError: an unknown kind of query.
        """
        self._starts: set[str] = set()
        return self._build(self.query, snapshot, 1.0)

    def _build(self, node: nodes.SearchQuery, snapshot: Snapshot, boost: float) -> Query:
        if isinstance(node, nodes.MatchAll):
            return queries.EVERYTHING
        if isinstance(node, nodes.Boost):
            return self._build(node.subquery, snapshot, boost * node.boost)
        if isinstance(node, nodes.Not):
            return queries.none_of(self._build(node.subquery, snapshot, boost))
        if isinstance(node, nodes.And):
            return queries.all_of(self._build(sub, snapshot, boost) for sub in node.subqueries)
        if isinstance(node, nodes.Or):
            parts = [self._build(sub, snapshot, boost) for sub in node.subqueries]
            if isinstance(node, Loosely):
                parts = queries.within_budget(snapshot, parts)
            return queries.any_of(parts)
        if isinstance(node, nodes.PlainText):
            return self._plain(node.query_string, node.operator, snapshot, boost * node.boost)
        if isinstance(node, nodes.Phrase):
            return self._phrase(node.query_string, boost)
        if isinstance(node, nodes.Fuzzy):
            return self._fuzzy(analysis.query_terms(node.query_string), node.operator, boost)
        raise NotImplementedError(f"{type(node).__name__} queries are not supported")

    def _plain(self, text: str, operator: str, snapshot: Snapshot, boost: float) -> Query:
        return queries.any_of(
            self._text(variant.text, operator, snapshot, boost * variant.weight)
            for variant in variants(text)
        )

    def _text(self, text: str, operator: str, snapshot: Snapshot, boost: float) -> Query:
        terms = analysis.query_terms(text)
        if self._only_title():
            found = self._present("title", terms, boost)
            wanted = queries.all_of(found) if operator == "and" else queries.any_of(found)
        else:
            wanted = self._anywhere(terms, operator, snapshot, boost)
        if self.fields is None or self._only_title():
            # In a part of a larger query the lead would outweigh the boosts between the parts.
            name = name_term(text) if isinstance(self.query, nodes.PlainText) else ""
            whole = Term("names", name, boost) if name else queries.NOTHING
            return _preferring(wanted, whole, WHOLE_NAME_LEAD)
        return self._checked(wanted, lambda grams: _holds(grams, terms, operator))

    def _anywhere(
        self, terms: analysis.QueryTerms, operator: str, snapshot: Snapshot, boost: float
    ) -> Query:
        ranking: list[Term | Starting] = [
            *(Term("words", word, boost) for word in terms.words),
            *(Term("title", gram, boost * queries.TITLE_WEIGHT) for gram in terms.grams),
            *(Term("tags", gram, boost * queries.TAG_WEIGHT) for gram in terms.grams),
        ]
        all_words = queries.all_of(self._present("grams", terms, boost))
        if operator == "and":
            return _preferring(all_words, _ranked(snapshot, ranking)) if self.ranks else all_words
        ranking.extend(Term("grams", gram, boost) for gram in terms.grams)
        # What most texts hold would find them all and tell none of them apart.
        ranking.extend(self._starting("grams", terms, boost))
        some_words = _ranked(snapshot, ranking)
        return _preferring(some_words, all_words, ALL_WORDS_LEAD)

    def _phrase(self, text: str, boost: float) -> Query:
        holds = analysis.phrase_test(text)
        wanted = queries.all_of(self._present("grams", analysis.phrase_terms(text), boost))
        fields = self.fields

        def accepts(texts: dict[str, str]) -> bool:
            chosen = texts if fields is None else {n: texts[n] for n in fields if n in texts}
            return any(map(holds, chosen.values()))

        return wanted if wanted is queries.NOTHING else queries.Checked(wanted, accepts)

    def _fuzzy(self, terms: analysis.QueryTerms, operator: str, boost: float) -> Query:
        field = "title" if self._only_title() else "grams"
        # Two characters leave no room for a mistake: half of such a word would be another word.
        found: list[Query] = [
            queries.Similar(field, gram, boost) if len(gram) > 2 else Term(field, gram, boost)
            for gram in terms.grams
        ]
        found.extend(self._starting(field, terms, boost))
        return queries.all_of(found) if operator == "and" else queries.any_of(found)

    def _present(self, field: str, terms: analysis.QueryTerms, boost: float) -> list[Query]:
        words = (Term(field, gram, boost) for gram in terms.grams)
        return [*words, *self._starting(field, terms, boost)]

    def _starting(self, field: str, terms: analysis.QueryTerms, boost: float) -> list[Starting]:
        # Of all parts of a query together: phrases and synonyms bring characters of their own.
        for start in terms.starts:
            if len(self._starts) < MOST_STARTS:
                self._starts.add(start)
        known = (start for start in terms.starts if start in self._starts)
        return [Starting(field, start, boost) for start in known]

    def _only_title(self) -> bool:
        return self.fields is not None and list(self.fields) == [title_field(self.queryset.model)]

    def _checked(self, wanted: Query, holds: Callable[[set[str]], bool]) -> Query:
        fields = tuple(self.fields)

        def accepts(texts: dict[str, str]) -> bool:
            chosen = "\n".join(texts[name] for name in fields if name in texts)
            return holds(set(analysis.document_grams(chosen)))

        return wanted if wanted is queries.NOTHING else queries.Checked(wanted, accepts)

    def _get_filters_from_where_node(self, where_node, check_only=False):
        # Modelsearch fails on conditions such as Exists() or a function of a column, which an index
        # could not evaluate. Here the database evaluates them.
        is_leaf = not isinstance(where_node, (WhereNode, NothingNode))
        if is_leaf and not isinstance(getattr(where_node, "lhs", None), (Col, Extract)):
            return None
        return super()._get_filters_from_where_node(where_node, check_only=check_only)


class EngineAutocompleteQueryCompiler(EngineQueryCompiler):
    """Words of which the last may be unfinished: for search boxes of lists and choosers."""

    def _plain(self, text: str, operator: str, snapshot: Snapshot, boost: float) -> Query:
        terms = analysis.query_terms(text)
        found: list[Query] = [
            Starting("complete", gram, boost)
            if gram == terms.last
            else Term("complete", gram, boost)
            for gram in terms.grams
        ]
        found.extend(self._starting("complete", terms, boost))
        wanted = queries.all_of(found) if operator == "and" else queries.any_of(found)
        if self.fields is None:
            return wanted
        return self._checked(wanted, lambda grams: _holds(grams, terms, operator))


def _ranked(snapshot: Snapshot, terms: list[Term | Starting]) -> Query:
    return queries.any_of(queries.within_budget(snapshot, terms))


def _preferring(required: Query, preferred: Query, lead: float = 0.0) -> Query:
    if required is queries.NOTHING or preferred is queries.NOTHING:
        return required
    return queries.Preferring(required, preferred, lead)


def _holds(grams: set[str], terms: analysis.QueryTerms, operator: str) -> bool:
    def present(gram: str) -> bool:
        if gram in grams:
            return True
        return gram == terms.last and any(other.startswith(gram) for other in grams)

    tests = [present(gram) for gram in terms.grams]
    tests.extend(any(gram.startswith(start) for gram in grams) for start in terms.starts)
    return all(tests) if operator == "and" else any(tests)

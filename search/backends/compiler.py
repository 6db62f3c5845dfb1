"""From Wagtail's query objects to Whoosh queries.

Filters and ordering of the queryset are not translated: the database applies them to the hits
(see ``results``), so that an index that lags behind can neither show nor count a page that the
queryset excludes. ``check()`` still asks for ``FilterField`` declarations like every backend, so
that a project can change backends.
"""

from collections.abc import Callable

from django.db.models.expressions import Col
from django.db.models.functions import Extract
from django.db.models.sql.where import NothingNode, WhereNode
from modelsearch import query as nodes
from modelsearch.backends.base import BaseSearchQueryCompiler
from whoosh.query.qcore import Query
from whoosh.searching import Searcher

from search import analysis
from search.documents import title_field
from search.engine import queries


class WhooshQueryCompiler(BaseSearchQueryCompiler):
    """Whole words: for searches."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True

    def build(self, searcher: Searcher) -> Query:
        """The Whoosh query.

        Args:
            searcher: asked how frequent terms are.

        Raises:
            NotImplementedError: an unknown kind of query.
        """
        return self._build(self.query, searcher, 1.0)

    def _build(self, node: nodes.SearchQuery, searcher: Searcher, boost: float) -> Query:
        if isinstance(node, nodes.MatchAll):
            return queries.everything()
        if isinstance(node, nodes.Boost):
            return self._build(node.subquery, searcher, boost * node.boost)
        if isinstance(node, nodes.Not):
            return queries.none_of(self._build(node.subquery, searcher, boost))
        if isinstance(node, nodes.And):
            return queries.all_of(self._build(sub, searcher, boost) for sub in node.subqueries)
        if isinstance(node, nodes.Or):
            return queries.any_of(self._build(sub, searcher, boost) for sub in node.subqueries)
        if isinstance(node, nodes.PlainText):
            terms = analysis.query_terms(node.query_string)
            return self._plain(terms, node.operator, searcher, boost * node.boost)
        if isinstance(node, nodes.Phrase):
            return self._phrase(node.query_string, boost)
        if isinstance(node, nodes.Fuzzy):
            return self._fuzzy(analysis.query_terms(node.query_string), node.operator, boost)
        raise NotImplementedError(f"{type(node).__name__} queries are not supported")

    def _plain(
        self, terms: analysis.QueryTerms, operator: str, searcher: Searcher, boost: float
    ) -> Query:
        if self._only_title():
            found = self._present("title", terms, boost)
            return queries.all_of(found) if operator == "and" else queries.any_of(found)
        preferred = [
            *(("words", word, boost) for word in terms.words),
            *(("title", gram, boost * queries.TITLE_WEIGHT) for gram in terms.grams),
        ]
        if operator == "and":
            wanted = queries.ranked_by(
                queries.all_of(self._present("grams", terms, boost)),
                queries.any_of(queries.within_budget(searcher, preferred)),
            )
        else:
            preferred.extend(("grams", gram, boost) for gram in terms.grams)
            starts = [queries.starting("grams", start, boost) for start in terms.starts]
            wanted = queries.any_of([*starts, *queries.within_budget(searcher, preferred)])
        if self.fields is None:
            return wanted
        return self._checked(wanted, lambda grams: _holds(grams, terms, operator))

    def _phrase(self, text: str, boost: float) -> Query:
        units = analysis.phrase_units(text)
        terms = analysis.phrase_terms(text)
        wanted = queries.all_of(self._present("grams", terms, boost))
        fields = self.fields

        def accepts(texts: dict[str, str]) -> bool:
            chosen = texts if fields is None else {n: texts[n] for n in fields if n in texts}
            return any(units in analysis.phrase_units(value) for value in chosen.values())

        return wanted if wanted is queries.NONE else queries.Checked(wanted, accepts)

    def _fuzzy(self, terms: analysis.QueryTerms, operator: str, boost: float) -> Query:
        field = "title" if self._only_title() else "grams"
        # Two characters leave no room for a mistake: half of such a word would be another word.
        found = [
            queries.similar(field, gram, boost)
            if len(gram) > 2
            else queries.term(field, gram, boost)
            for gram in terms.grams
        ]
        found.extend(queries.starting(field, start, boost) for start in terms.starts)
        return queries.all_of(found) if operator == "and" else queries.any_of(found)

    def _present(self, field: str, terms: analysis.QueryTerms, boost: float) -> list[Query]:
        return [
            *(queries.term(field, gram, boost) for gram in terms.grams),
            *(queries.starting(field, start, boost) for start in terms.starts),
        ]

    def _only_title(self) -> bool:
        return self.fields is not None and list(self.fields) == [title_field(self.queryset.model)]

    def _checked(self, wanted: Query, holds: Callable[[set[str]], bool]) -> Query:
        fields = tuple(self.fields)

        def accepts(texts: dict[str, str]) -> bool:
            chosen = "\n".join(texts[name] for name in fields if name in texts)
            return holds(set(analysis.document_grams(chosen)))

        return wanted if wanted is queries.NONE else queries.Checked(wanted, accepts)

    def _get_filters_from_where_node(self, where_node, check_only=False):
        # Modelsearch fails on conditions such as Exists() or a function of a column, which an index
        # could not evaluate. Here the database evaluates them.
        is_leaf = not isinstance(where_node, (WhereNode, NothingNode))
        if is_leaf and not isinstance(getattr(where_node, "lhs", None), (Col, Extract)):
            return None
        return super()._get_filters_from_where_node(where_node, check_only=check_only)


class WhooshAutocompleteQueryCompiler(WhooshQueryCompiler):
    """Words of which the last may be unfinished: for search boxes of lists and choosers."""

    def _plain(
        self, terms: analysis.QueryTerms, operator: str, searcher: Searcher, boost: float
    ) -> Query:
        found = [
            queries.starting("complete", gram, boost)
            if gram == terms.last
            else queries.term("complete", gram, boost)
            for gram in terms.grams
        ]
        found.extend(queries.starting("complete", start, boost) for start in terms.starts)
        wanted = queries.all_of(found) if operator == "and" else queries.any_of(found)
        if self.fields is None:
            return wanted
        return self._checked(wanted, lambda grams: _holds(grams, terms, operator))


def _holds(grams: set[str], terms: analysis.QueryTerms, operator: str) -> bool:
    def present(gram: str) -> bool:
        if gram in grams:
            return True
        return gram == terms.last and any(other.startswith(gram) for other in grams)

    tests = [present(gram) for gram in terms.grams]
    tests.extend(any(gram.startswith(start) for gram in grams) for start in terms.starts)
    return all(tests) if operator == "and" else any(tests)

"""Our analysis in front of Elasticsearch and OpenSearch.

Modelsearch's backends send texts and leave their analysis to the server, whose standard analyser
cuts Chinese into single characters. Here every text is turned into our grams before it is sent,
joined by blanks, and the server is told to split at blanks and do nothing else. Queries go the
same way, so that both sides cannot drift apart and nothing has to be installed on the server.
"""

from collections.abc import Iterable
from copy import deepcopy
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

from django.core.exceptions import ImproperlyConfigured
from modelsearch import query as nodes
from modelsearch.backends.elasticsearchbase import (
    ElasticsearchBaseMapping,
    ElasticsearchBaseSearchBackend,
)
from modelsearch.index import AutocompleteField, BaseField, SearchField
from modelsearch.utils import deep_update

from search import analysis
from search.documents import as_text
from search.expansion import variants

_WHITESPACE = {"type": "custom", "tokenizer": "whitespace"}

INDEX_SETTINGS = {
    "settings": {
        "analysis": {
            "analyzer": {
                "default": _WHITESPACE,
                "edgengram_analyzer": _WHITESPACE | {"filter": ["edgengram"]},
            },
            "filter": {
                "edgengram": {
                    "type": "edge_ngram",
                    "min_gram": 1,
                    "max_gram": analysis.MAX_TERM_LENGTH,
                },
            },
        },
    },
}


class SegmentedMapping(ElasticsearchBaseMapping):
    """Documents whose texts are our grams."""

    edgengram_analyzer_config = {
        "analyzer": "edgengram_analyzer",
        "search_analyzer": "whitespace",
    }

    def _get_document_field_data(self, field: BaseField, obj):
        name, value, edgengrams = super()._get_document_field_data(field, obj)
        is_read = isinstance(field, (SearchField, AutocompleteField))
        if is_read and self.get_field_mapping(field)[1]["type"] == "text":
            value = segmented(as_text(value))
            edgengrams = [value] if isinstance(field, AutocompleteField) else []
        return name, value, edgengrams


class CutText(nodes.PlainText):
    """Grams joined by blanks; ``starts`` are characters with which some gram must begin."""

    def __init__(self, grams: Iterable[str], starts: Iterable[str], operator: str):
        super().__init__(" ".join(grams), operator=operator)
        self.starts = tuple(starts)


class SegmentedQueries:
    """A query compiler's part: texts of queries are our grams too."""

    def __init__(self, queryset, query, *args, **kwargs):
        super().__init__(queryset, query, *args, **kwargs)
        self.query = self._segmented(self.query)

    def _segmented(self, node: nodes.SearchQuery) -> nodes.SearchQuery:
        if isinstance(node, nodes.PlainText):
            return self._plain(node)
        if isinstance(node, nodes.Phrase):
            terms = analysis.phrase_terms(node.query_string)
            if terms.starts:
                return CutText(terms.grams, terms.starts, "and")
            return nodes.Phrase(" ".join(terms.grams))
        if isinstance(node, nodes.Fuzzy):
            terms = analysis.query_terms(node.query_string)
            return nodes.Fuzzy(" ".join(terms.grams), operator=node.operator)
        if isinstance(node, nodes.Boost):
            return nodes.Boost(self._segmented(node.subquery), node.boost)
        if isinstance(node, nodes.Not):
            return nodes.Not(self._segmented(node.subquery))
        if isinstance(node, (nodes.And, nodes.Or)):
            return type(node)([self._segmented(part) for part in node.subqueries])
        return node

    def _plain(self, node: nodes.PlainText) -> nodes.SearchQuery:
        ways: list[nodes.SearchQuery] = []
        for variant in variants(node.query_string):
            terms = analysis.query_terms(variant.text)
            cut = CutText(terms.grams, terms.starts, node.operator)
            boost = node.boost * variant.weight
            ways.append(cut if boost == 1.0 else nodes.Boost(cut, boost))
        return ways[0] if len(ways) == 1 else nodes.Or(ways)

    def _compile_plaintext_query(self, query, fields, boost=1.0):
        starts = getattr(query, "starts", ())
        parts = [
            {"bool": {"should": [{"prefix": {field.field_name: start}} for field in fields]}}
            for start in starts
        ]
        if query.query_string or not parts:
            parts.insert(0, super()._compile_plaintext_query(query, fields, boost))
        if len(parts) == 1:
            return parts[0]
        return {"bool": {"must" if query.operator == "and" else "should": parts}}


class SegmentedCompletion(SegmentedQueries):
    """The same for unfinished words: the index holds the beginnings of every gram."""

    def _plain(self, node: nodes.PlainText) -> nodes.SearchQuery:
        terms = analysis.query_terms(node.query_string)
        return CutText([*terms.grams, *terms.starts], (), node.operator)


def segmented(text: str) -> str:
    """The grams of a text joined by blanks: a phrase is a run of neighbours among them."""
    return " ".join(analysis.document_grams(text))


def client_version(package: str) -> int:
    """The main version of a client library, which says what its server understands.

    Raises:
        ImproperlyConfigured: it is not installed.
    """
    try:
        return int(version(package).partition(".")[0])
    except PackageNotFoundError:
        raise ImproperlyConfigured(
            f'This SEARCH_URL needs the Python package "{package}", in the version of the server.'
        ) from None


def backend_for(kind: str, package: str) -> type[ElasticsearchBaseSearchBackend]:
    """Modelsearch's backend for the installed client library, with our analysis in front.

    Args:
        kind: the beginning of the name of modelsearch's module.

    Raises:
        ImproperlyConfigured: the library is not installed, or its version is not supported.
    """
    number = client_version(package)
    try:
        stock = import_module(f"modelsearch.backends.{kind}{number}").SearchBackend
    except ImportError as error:
        raise ImproperlyConfigured(f"{package} {number} cannot be used: {error}") from error
    return in_front_of(stock)


def in_front_of(
    stock: type[ElasticsearchBaseSearchBackend],
) -> type[ElasticsearchBaseSearchBackend]:
    """A subclass of a stock backend with our analysis in front."""
    mapping = type("Mapping", (SegmentedMapping, stock.mapping_class), {})
    own = {"mapping_class": mapping}
    return type(
        "SearchBackend",
        (stock,),
        own
        | {
            "query_compiler_class": type(
                "QueryCompiler", (SegmentedQueries, stock.query_compiler_class), own
            ),
            "autocomplete_query_compiler_class": type(
                "AutocompleteQueryCompiler",
                (SegmentedCompletion, stock.autocomplete_query_compiler_class),
                own,
            ),
            "settings": deep_update(deepcopy(stock.settings), INDEX_SETTINGS),
        },
    )

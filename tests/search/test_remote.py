"""What is sent to Elasticsearch and OpenSearch; no server answers here."""

from importlib import import_module

import pytest
from django.core.exceptions import ImproperlyConfigured
from modelsearch.backends.elasticsearchbase import ElasticsearchBaseSearchBackend
from modelsearch.query import MATCH_ALL, Boost, Fuzzy, Not, Phrase, PlainText
from wagtail.models import Page

from home.models import StandardPage
from search import expansion
from search.backends.remote import in_front_of

pytestmark = pytest.mark.django_db

Backend = in_front_of(ElasticsearchBaseSearchBackend)


def asked(query, *, fields=("title",), autocomplete=False) -> dict:
    compiler = (
        Backend.autocomplete_query_compiler_class if autocomplete else Backend.query_compiler_class
    )
    return compiler(Page.objects.all(), query, fields=list(fields)).get_inner_query()


def test_documents_hold_grams():
    page = StandardPage(pk=7, title="教育学 Python", summary="書房")
    document = Backend.mapping_class(StandardPage).get_document(page)
    assert document["pk"] == "7"
    assert document["title"] == "教育 育学 学 python"
    assert document["home_standardpage__summary"] == "书房 房"
    assert "教育 育学 学 python" in document["_edgengrams"]
    assert document["live_filter"] is True
    assert "wagtailcore.Page" in document["_django_content_type"]


def test_the_server_splits_at_blanks():
    analyzers = Backend.settings["settings"]["analysis"]["analyzer"]
    assert analyzers["default"] == {"type": "custom", "tokenizer": "whitespace"}
    assert analyzers["edgengram_analyzer"]["tokenizer"] == "whitespace"
    mapping = Backend.mapping_class(StandardPage).get_mapping()["properties"]
    assert mapping["title"]["type"] == "text"
    assert mapping["_edgengrams"]["search_analyzer"] == "whitespace"
    stock = ElasticsearchBaseSearchBackend.settings["settings"]["analysis"]["analyzer"]
    assert "default" not in stock


def test_queries_hold_grams():
    assert asked(PlainText("教育学", operator="or"))["match"]["title"]["query"] == "教育 育学"
    assert asked(PlainText("教师的建议"))["match"]["title"]["operator"] == "and"
    assert "的" not in asked(PlainText("教师的建议"))["match"]["title"]["query"]
    assert asked(MATCH_ALL) == {"match_all": {}}


def test_a_single_character_begins_a_gram():
    assert asked(PlainText("豆")) == {"bool": {"should": [{"prefix": {"title": "豆"}}]}}
    both = asked(PlainText("豆 教育"))["bool"]["must"]
    assert both[0]["match"]["title"]["query"] == "教育"
    assert both[1] == {"bool": {"should": [{"prefix": {"title": "豆"}}]}}


def test_phrases_and_combinations():
    def phrase(found: dict) -> str:
        asked_for = found["match_phrase"]["title"]
        return asked_for if isinstance(asked_for, str) else asked_for["query"]

    assert phrase(asked(Phrase("教育学"))) == "教育 育学"
    assert "prefix" in str(asked(Phrase("豆")))
    assert asked(Fuzzy("Montesori"))["match"]["title"]["query"] == "montesori"
    both = asked(PlainText("教育") & Not(Boost(PlainText("读书"), 2.0)))["bool"]["must"]
    assert both[0]["match"]["title"]["query"] == "教育"
    assert both[1]["bool"]["must_not"]["match"]["title"]["query"] == "读书"


def test_synonyms_are_other_ways(monkeypatch):
    monkeypatch.setattr(
        "search.backends.remote.variants",
        lambda text: [expansion.Variant(text, 1.0), expansion.Variant("教师", 0.7)],
    )
    ways = asked(PlainText("老师"))["bool"]["should"]
    assert [way["match"]["title"]["query"] for way in ways] == ["老师", "教师"]


def test_unfinished_words():
    found = asked(PlainText("教"), fields=(), autocomplete=True)
    assert found["match"]["_edgengrams"]["query"] == "教"
    found = asked(PlainText("教育 py"), fields=(), autocomplete=True)
    assert found["match"]["_edgengrams"]["query"] == "教育 py"


def test_nothing_asked_finds_nothing():
    assert asked(PlainText("？！"))["match"]["title"]["query"] == ""


@pytest.mark.parametrize("name", ["opensearch", "elasticsearch"])
def test_the_missing_client_is_named(name, monkeypatch):
    from importlib import metadata

    def absent(package):
        raise metadata.PackageNotFoundError(package)

    monkeypatch.setattr("search.backends.remote.version", absent)
    with pytest.raises(ImproperlyConfigured, match=name):
        import_module(f"search.backends.{name}")

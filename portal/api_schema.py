"""The API in its own words: where it begins, and its OpenAPI document.

The document is made from the fields that the page types register, so that it says neither more nor
less than the API answers. Serialisers of Wagtail's API are made anew for each request, from the
fields that it asks for; generators that inspect serialisers find none.
"""

from functools import cache
from typing import Any, get_args, get_type_hints

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.api.v2.filters import SearchFilter
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.fields import RichTextField, StreamField

from portal.api import PublicPagesAPIViewSet, api_router
from portal.api_answers import opened
from portal.api_input import MOST_OFFSET, USUAL_LIMIT
from portal.models import PortalPage
from portal.registry import concrete_subclasses
from portal.structured import in_full

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_ADDRESS: Schema = {"type": "string", "format": "uri"}
_ANYTHING: Schema = {"type": "object"}
_LIST: Schema = {"type": "array", "items": _ANYTHING}
_BY_FIELD: tuple[tuple[type[models.Field], Schema], ...] = (
    (StreamField, _LIST),
    (RichTextField, _TEXT),
    (models.BooleanField, {"type": "boolean"}),
    (models.IntegerField, {"type": "integer"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.TimeField, {"type": "string", "format": "time"}),
    (models.URLField, _ADDRESS),
)
_PICTURE: Schema = {
    "type": "object",
    "properties": {
        "url": _TEXT,
        "full_url": _ADDRESS,
        "width": {"type": "integer"},
        "height": {"type": "integer"},
        "alt": _TEXT,
    },
}
_BY_NAME: dict[str, Schema] = {
    "cover": _PICTURE,
    "detail_url": _ADDRESS,
    "html_url": _ADDRESS,
    "type": _TEXT,
    "renditions": _LIST,
    "tags": {"type": "array", "items": _TEXT},
}
_OPTIONS = require_http_methods(["GET", "HEAD", "OPTIONS"])


@_OPTIONS
def root(request: HttpRequest) -> HttpResponseBase:
    """Where the API begins: ``/api/v2/``."""
    named = {name: f"wagtailapi:{name}:listing" for name in api_router._endpoints}
    addresses = {name: in_full(request, reverse(view)) for name, view in named.items()}
    addresses["openapi"] = in_full(request, reverse("openapi"))
    return opened(JsonResponse(addresses))


@_OPTIONS
def openapi(request: HttpRequest) -> HttpResponseBase:
    """The OpenAPI document: ``/api/v2/openapi.json``."""
    servers = {"servers": [{"url": in_full(request, reverse("api_root")).rstrip("/")}]}
    options = {"ensure_ascii": False}
    return opened(JsonResponse(document() | servers, json_dumps_params=options))


@cache
def document() -> Schema:
    """Return the OpenAPI 3.1 document, without the address of the site. Queries: 0."""
    types = {model._meta.label: model for model in concrete_subclasses(PortalPage)}
    schemas = {label: schema_of(PublicPagesAPIViewSet, model) for label, model in types.items()}
    paths: Schema = {}
    for name, endpoint in api_router._endpoints.items():
        if name == "pages":
            one: Schema = {"anyOf": [{"$ref": f"#/components/schemas/{label}"} for label in types]}
            parameters = [_parameter("type", {"type": "string", "enum": list(types)})]
        else:
            schemas[name] = schema_of(endpoint, endpoint.model)
            one, parameters = {"$ref": f"#/components/schemas/{name}"}, []
        if SearchFilter in endpoint.filter_backends:
            parameters = [*parameters, _parameter("search", _TEXT)]
        paths |= _paths_of(name, str(endpoint.model._meta.verbose_name), one, parameters)
    return {
        "openapi": "3.1.0",
        "info": {"title": "公开内容接口", "version": "2"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def schema_of(endpoint: type[BaseAPIViewSet], model: type[models.Model]) -> Schema:
    """Return what an endpoint tells of one object: its own fields, and those under ``meta``."""
    meta = endpoint.get_meta_fields_names(model)
    body = [name for name in endpoint.get_body_fields_names(model) if name not in meta]
    return {
        "title": str(model._meta.verbose_name),
        "type": "object",
        "properties": {
            **{name: _schema(model, name) for name in body},
            "meta": {
                "type": "object",
                "properties": {name: _schema(model, name) for name in meta},
            },
        },
    }


def _schema(model: type[models.Model], name: str) -> Schema:
    if name in _BY_NAME:
        return _BY_NAME[name]
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return _schema_of_property(model, name)
    label = {"title": str(field.verbose_name)} if hasattr(field, "verbose_name") else {}
    if field.is_relation:
        rows = getattr(field.related_model, "api_fields", ())
        if field.one_to_many:
            shown = {row.name: _schema(field.related_model, row.name) for row in rows}
            return {"type": "array", "items": {"type": "object", "properties": shown}}
        return label | _ANYTHING
    kind = next((schema for known, schema in _BY_FIELD if isinstance(field, known)), _TEXT)
    if choices := getattr(field, "flatchoices", None):
        values = [value for value, _ in choices]
        kind = {"type": "string", "enum": values} if kind is _TEXT else kind
    return label | kind


def _schema_of_property(model: type[models.Model], name: str) -> Schema:
    """Of a property, by the type that it says it returns."""
    getter = getattr(getattr(model, name, None), "fget", None)
    returned = get_type_hints(getter).get("return") if getter else str
    if args := get_args(returned):
        return {"type": "array", "items": _TEXT if args[0] is str else _ANYTHING}
    return _TEXT


def _paths_of(name: str, title: str, one: Schema, parameters: list[Schema]) -> Schema:
    refused = {"400": {"description": "参数不对；message 说明是哪一个。"}}
    missing = {"404": {"description": "没有这项内容，或者它不公开。"}}
    fields = _parameter("fields", _TEXT, "逗号分隔的字段名；* 是全部。")
    asked = [
        *parameters,
        fields,
        _parameter("limit", _number(USUAL_LIMIT)),
        _parameter("offset", _number(0, MOST_OFFSET)),
        _parameter("order", _TEXT, "字段名，前面加 - 是倒序。"),
    ]
    pk = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    listed = {
        "type": "object",
        "properties": {
            "meta": {"type": "object", "properties": {"total_count": {"type": "integer"}}},
            "items": {"type": "array", "items": one},
        },
    }
    return {
        f"/{name}/": {"get": _operation(f"{title}列表", asked, listed, refused)},
        f"/{name}/{{id}}/": {"get": _operation(title, [pk, fields], one, refused | missing)},
    }


def _operation(summary: str, parameters: list[Schema], schema: Schema, others: Schema) -> Schema:
    content = {"application/json": {"schema": schema}}
    good = {"200": {"description": summary, "content": content}}
    return {"summary": summary, "parameters": parameters, "responses": good | others}


def _parameter(name: str, schema: Schema, text: str = "") -> Schema:
    return {"name": name, "in": "query", "schema": schema, "description": text}


def _number(usual: int, most: int | None = None) -> Schema:
    bound = {} if most is None else {"maximum": most}
    return {"type": "integer", "minimum": 0, "default": usual} | bound

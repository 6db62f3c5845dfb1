"""The API's contract: its fields, its headers, its refusals, and what it never tells."""

import json
import re
from pathlib import Path

import pytest

from editorial.models import Readership
from portal.api import PublicPagesAPIViewSet, api_router
from portal.api_input import in_chinese
from portal.api_schema import document
from portal.models import PortalPage
from portal.registry import concrete_subclasses
from reading.models import ReadingLogPage
from tests.editorial.factories import log_draft, put_live
from tests.people.factories import TeacherFactory
from tests.world import World

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "api.md"
ROW = re.compile(r"^\| `([\w.]+)` \| ((?:`\w+` ?)+)\|(?: ((?:`\w+` ?)+)\|)?$", re.M)
ENDPOINTS = ("pages", "images", "documents", "people", "honours")


def documented():
    """The fields, and those under ``meta``, that ``docs/api.md`` promises."""
    return {
        name: (re.findall(r"\w+", fields), re.findall(r"\w+", meta or ""))
        for name, fields, meta in ROW.findall(DOCUMENT.read_text())
    }


def promised_meta():
    (line,) = re.findall(r"Under `meta`, of every page:(.*?)\. A list", DOCUMENT.read_text(), re.S)
    return re.findall(r"`(\w+)`", line)


# -- fields ------------------------------------------------------------------------------------


def test_every_page_type_has_the_fields_that_are_promised():
    meta = promised_meta()
    registered = {}
    for model in concrete_subclasses(PortalPage):
        fields = PublicPagesAPIViewSet.get_body_fields_names(model)
        registered[model._meta.label] = fields
        assert PublicPagesAPIViewSet.get_meta_fields_names(model) == meta, model
    promised = {name: fields for name, (fields, _) in documented().items() if "." in name}
    assert registered == promised


@pytest.mark.parametrize("name", ENDPOINTS[1:])
def test_files_have_the_fields_that_are_promised(name):
    endpoint = api_router._endpoints[name]
    fields, meta = documented()[name]
    assert endpoint.get_body_fields_names(endpoint.model) == fields
    assert endpoint.get_meta_fields_names(endpoint.model) == meta


@pytest.mark.django_db
def test_answers_have_exactly_the_documented_fields(client, site_home):
    world = World()
    world.grow_to(1)
    meta = promised_meta()
    for page in (world.story, world.book_list, world.log, world.event, world.workshop):
        label = page._meta.label
        detail = client.get(f"/api/v2/pages/{page.pk}/").json()
        assert set(detail) == {*documented()[label][0], "meta"}, label
        assert set(detail["meta"]) == set(meta), label
        properties = document()["components"]["schemas"][label]["properties"]
        assert set(properties) == set(detail), label
        assert set(properties["meta"]["properties"]) == set(detail["meta"]), label


@pytest.mark.django_db
def test_the_document_speaks_of_every_type_and_endpoint(client, site_home):
    data = client.get("/api/v2/openapi.json").json()
    assert data["openapi"] == "3.1.0"
    assert data["servers"] == [{"url": "http://testserver/api/v2"}]
    labels = {model._meta.label for model in concrete_subclasses(PortalPage)}
    assert set(data["components"]["schemas"]) == labels | set(ENDPOINTS[1:])
    assert set(data["paths"]) == {f"/{name}/{end}" for name in ENDPOINTS for end in ("", "{id}/")}
    assert "primary" in json.dumps(data["components"]["schemas"]["stories.StoryPage"])
    for address in client.get("/api/v2/").json().values():
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


# -- headers -----------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*(f"{name}/" for name in ENDPOINTS), "", "openapi.json"])
def test_any_page_may_read_and_keep_an_answer(client, site_home, address):
    answer = client.get(f"/api/v2/{address}")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=60"
    assert answer["Content-Type"] == "application/json"
    assert not answer.cookies
    head = client.head(f"/api/v2/{address}")
    assert (head.status_code, head.content) == (200, b"")
    assert head["Access-Control-Allow-Origin"] == "*"
    again = client.get(f"/api/v2/{address}", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*(f"{name}/" for name in ENDPOINTS), "pages/1/"])
def test_a_browser_may_ask_what_it_may_ask(client, site_home, address):
    answer = client.options(f"/api/v2/{address}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    refused = client.post(f"/api/v2/{address}")
    assert refused.status_code == 405


@pytest.mark.django_db
def test_other_addresses_are_for_their_own_pages_only(client, site_home):
    assert "Access-Control-Allow-Origin" not in client.get("/").headers
    assert "Access-Control-Allow-Origin" not in client.get("/search/suggest/?q=a").headers


# -- refusals ----------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?nonsense=1", "不认识的参数：nonsense。"),
        ("?fields=nonsense", "没有这些字段：nonsense。"),
        ("?fields=((", "fields 的写法不对。"),
        ("?fields=title(x)", "title 下面没有字段。"),
        ("?order=nonsense", "不能按 nonsense 排序。"),
        ("?type=nonsense.Nonsense", "没有这种页面类型。"),
        ("?limit=51", "limit 最大是 50。"),
        ("?limit=-1", "limit 应是不小于 0 的整数。"),
        ("?limit=x", "limit 应是不小于 0 的整数。"),
        ("?offset=10001", "offset 最大是 10000。"),
        ("?offset=99999999999999999999", "offset 最大是 10000。"),
        ("?offset=²", "offset 应是不小于 0 的整数。"),
        ("?child_of=999999", "没有这个页面，或者它不公开。"),
        ("?order=random&offset=1", "随机排序不能和别的条件一起用。"),
        ("?search=%00", None),
        ("?title=%00", "参数的值无法识别。"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_chinese(client, site_home, query, message):
    answer = client.get(f"/api/v2/pages/{query}")
    if message is None:
        assert answer.status_code in {200, 400}
        return
    assert answer.status_code == 400
    assert answer.json() == {"message": message}
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "max-age=60" not in answer.get("Cache-Control", "")


def test_an_unknown_message_is_not_passed_on():
    assert in_chinese("something new in English") == "参数的值无法识别。"
    assert in_chinese("已经是中文") == "已经是中文"


@pytest.mark.django_db
def test_the_largest_page_is_answered(client, site_home):
    answer = client.get("/api/v2/pages/?limit=50&offset=10000")
    assert answer.json()["items"] == []


# -- what it never tells -----------------------------------------------------------------------


@pytest.mark.django_db
def test_what_is_not_public_is_not_there(client, site_home):
    author = TeacherFactory(name="林虚构")
    public = put_live(log_draft(author, title="公开的笔记", byline="半亩塘"))
    narrow = put_live(log_draft(author, title="区里看的笔记"))
    ReadingLogPage.objects.filter(pk=narrow.pk).update(audience="district")
    Readership.set_for(narrow.pk, "district", None)
    draft = log_draft(author, title="还没写完的笔记")
    client.force_login(author)
    listed = client.get("/api/v2/pages/?type=reading.ReadingLogPage&fields=*").content.decode()
    assert public.title in listed
    for hidden in (narrow, draft):
        assert hidden.title not in listed
        detail = client.get(f"/api/v2/pages/{hidden.pk}/")
        assert detail.status_code == 404
        assert detail.json() == {"message": "没有这项内容，或者它不公开。"}
    for trace in ("林虚构", author.staff_number, author.phone):
        assert trace not in listed

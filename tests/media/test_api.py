"""The public API: what live pages show, renditions instead of originals, constant queries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page
from wagtail.search import index

from tests.media.factories import DocumentFactory, ImageFactory

pytestmark = pytest.mark.django_db


def test_image_names_its_renditions_and_nothing_else(
    make_page: Callable[..., Page], publish: Callable[[Page], None], client: Client
) -> None:
    image = ImageFactory(title="DSC_李老师.jpg", alt_text="教室", credit="校报")
    large = image.get_rendition("width-400|format-webp")
    small = image.get_rendition("width-200|format-webp")
    publish(make_page(cover=image))

    listed = client.get("/api/v2/images/").json()
    detail = client.get(f"/api/v2/images/{image.pk}/")

    [item] = listed["items"]
    assert item["alt_text"] == "教室"
    assert [version["width"] for version in item["meta"]["renditions"]] == [200, 400]
    urls = [version["url"] for version in detail.json()["meta"]["renditions"]]
    assert [url.partition("/media/")[2] for url in urls] == [small.file.name, large.file.name]
    for response in (client.get("/api/v2/images/?fields=*"), detail):
        assert "original_images" not in response.content.decode()
        assert "DSC_" not in response.content.decode()


def test_search_finds_public_files_only(
    make_page: Callable[..., Page],
    publish: Callable[[Page], None],
    client: Client,
    settings: Any,
) -> None:
    # The endpoint's own filter is tested; this backend indexes at once.
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
    shown, hidden = (ImageFactory(alt_text="silkworm") for _ in range(2))
    document, secret = (DocumentFactory(title="silkworm") for _ in range(2))
    publish(make_page(cover=shown, body=[("document", {"document": document, "title": ""})]))
    for item in (shown, hidden, document, secret):
        index.insert_or_update_object(item)

    for kind, public in (("images", shown), ("documents", document)):
        found = client.get(f"/api/v2/{kind}/?search=silkworm").json()["items"]
        assert [item["id"] for item in found] == [public.pk]


@pytest.mark.parametrize(
    "query", ["?title=x", "?collection=1", "?uploaded_by_user=1", "?fields=file", "?order=-x"]
)
def test_unknown_question_is_a_400(query: str, client: Client) -> None:
    assert client.get(f"/api/v2/images/{query}").status_code == 400


def test_list_costs_the_same_for_any_number(
    make_page: Callable[..., Page],
    publish: Callable[[Page], None],
    client: Client,
    django_assert_num_queries: Any,
) -> None:
    def add(number: int) -> None:
        for image in ImageFactory.create_batch(number, size_px=(40, 30)):
            image.get_rendition("width-20|format-webp")
            publish(make_page(cover=image))

    add(1)
    client.get("/api/v2/images/")
    # Restrictions of collections, count, images, tags, renditions.
    with django_assert_num_queries(5):
        assert len(client.get("/api/v2/images/").json()["items"]) == 1
    add(9)
    with django_assert_num_queries(5):
        assert len(client.get("/api/v2/images/").json()["items"]) == 10

"""The template tag, and the cost of pictures in lists."""

import gc
import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.template import Context, Template
from wagtail.models import Page

from home.models import StandardPage
from media.models import PortalImage
from media.queries import attach_images, with_renditions
from tests.media.factories import ImageFactory

pytestmark = pytest.mark.django_db


def render(image: PortalImage | None, arguments: str = "") -> str:
    template = Template("{% load media_tags %}{% portal_picture image " + arguments + " %}")
    return template.render(Context({"image": image}))


def test_widths_sizes_and_lazy_loading() -> None:
    image = ImageFactory(size_px=(1600, 1200), alt_text='"教室" <一角>')

    html = render(image, 'sizes="(min-width: 60rem) 40rem, 100vw" class="cover"')

    urls = {
        width: image.get_rendition(f"width-{width}|format-webp").url for width in (400, 800, 1200)
    }
    srcset = ", ".join(f"{url} {width}w" for width, url in urls.items())
    assert html == (
        '<img alt="&quot;教室&quot; &lt;一角&gt;" class="cover" decoding="async" height="600"'
        ' loading="lazy" sizes="(min-width: 60rem) 40rem, 100vw"'
        f' src="{urls[800]}" srcset="{srcset}" width="800">'
    )


def test_first_picture_of_a_page_is_loaded_at_once() -> None:
    html = render(ImageFactory(), "eager=True")

    assert 'fetchpriority="high"' in html
    assert "loading" not in html


def test_preload_names_the_same_files() -> None:
    image = ImageFactory(size_px=(1600, 1200))
    arguments = 'sizes="92vw" widths="400,800"'
    template = Template("{% load media_tags %}{% picture_preload image " + arguments + " %}")

    preload = template.render(Context({"image": image}))
    shown = render(image, arguments + " eager=True")

    srcset = re.search(r' srcset="([^"]+)"', shown).group(1)
    assert f'imagesrcset="{srcset}"' in preload
    assert 'imagesizes="92vw"' in preload
    assert template.render(Context({"image": None})) == ""


@pytest.mark.parametrize(
    ("size", "ratio", "expected"),
    [
        ((300, 200), "", [(300, 200)]),
        ((400, 300), "", [(400, 300)]),
        ((1000, 500), "", [(400, 200), (800, 400), (1000, 500)]),
        ((1600, 1600), "4:3", [(400, 300), (800, 600), (1200, 900)]),
        ((1600, 300), "4:3", [(400, 300)]),
    ],
)
def test_nothing_is_enlarged_or_stored_twice(
    size: tuple[int, int], ratio: str, expected: list[tuple[int, int]]
) -> None:
    image = ImageFactory(size_px=size)

    render(image, f'ratio="{ratio}"')

    drawn = image.renditions.order_by("width").values_list("width", "height")
    assert list(drawn) == expected


def test_text_can_be_replaced_or_left_out() -> None:
    image = ImageFactory(alt_text="教室")

    assert 'alt="操场"' in render(image, 'alt="操场"')
    assert 'alt=""' in render(image, 'alt=""')
    assert "图片" not in render(ImageFactory(alt_text="", title="图片"))


def test_no_picture_renders_nothing() -> None:
    assert render(None) == ""


# Wagtail leaves its temporary file to the garbage collector when the source is unusable.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("damage", ["lost", "damaged"])
def test_unusable_file_does_not_break_the_page(
    damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    image = ImageFactory()
    if damage == "lost":
        image.file.storage.delete(image.file.name)
    else:
        with image.file.storage.open(image.file.name, "wb") as file:
            file.write(b"no picture")
    image = PortalImage.objects.get(pk=image.pk)

    with caplog.at_level(logging.WARNING, logger="media.templatetags.media_tags"):
        html = render(image)

    assert html == ""
    assert len(caplog.records) == 1
    gc.collect()  # while the warning is still ignored


@pytest.mark.parametrize("number", [1, 10, 100])
def test_list_of_pages_costs_three_queries(
    number: int, make_page: Callable[..., Page], django_assert_num_queries: Any
) -> None:
    images = ImageFactory.create_batch(min(number, 3), size_px=(40, 30))
    for image in images:
        render(image)
    root = make_page()
    for index in range(number):
        page = StandardPage(title=f"页面{index}", cover=images[index % len(images)])
        root.add_child(instance=page)
    pages = StandardPage.objects.child_of(root).order_by("path")

    with django_assert_num_queries(3):
        listed = list(with_renditions(pages, "cover"))
        assert all(render(page.cover).startswith("<img") for page in listed)
    with django_assert_num_queries(3):
        listed = attach_images(pages.all(), "cover")
        assert all(render(page.cover).startswith("<img") for page in listed)


def test_attach_images_leaves_other_pages_alone(make_page: Callable[..., Page]) -> None:
    pages = [make_page(), Page.objects.get(depth=1)]

    assert attach_images(pages, "cover") == pages

"""What publication notes: exactly the files of the published content."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page

from media.actions import record_published_uses
from media.models import PortalImage, PublishedUse
from media.queries import is_public, may_view
from tests.media.factories import DocumentFactory, ImageFactory

pytestmark = pytest.mark.django_db


def image_block(image: PortalImage) -> tuple[str, dict[str, Any]]:
    return ("image", {"image": image, "alt": "", "caption": ""})


def test_every_kind_of_reference_is_seen(
    make_page: Callable[..., Page], publish: Callable[[Page], None]
) -> None:
    cover, block, first, second, embedded = ImageFactory.create_batch(5)
    chosen, linked = DocumentFactory.create_batch(2)
    text = (
        f'<p><a linktype="document" id="{linked.pk}">附件</a></p>'
        f'<embed embedtype="image" id="{embedded.pk}" format="fullwidth" alt=""/>'
        '<embed embedtype="image" id="99999" format="fullwidth" alt=""/>'
        '<embed embedtype="image" id="x&#39;" format="fullwidth" alt=""/>'
    )
    page = make_page(
        cover=cover,
        body=[
            image_block(block),
            ("gallery", {"title": "", "images": [image_block(first)[1], image_block(second)[1]]}),
            ("document", {"document": chosen, "title": ""}),
            ("paragraph", text),
        ],
    )

    publish(page)

    uses = PublishedUse.objects.filter(page=page)
    images = set(uses.filter(image__isnull=False).values_list("image", flat=True))
    documents = set(uses.filter(document__isnull=False).values_list("document", flat=True))
    assert images == {cover.pk, block.pk, first.pk, second.pk, embedded.pk}
    assert documents == {chosen.pk, linked.pk}


def test_picture_of_a_later_draft_waits_for_its_approval(
    make_page: Callable[..., Page], publish: Callable[[Page], None]
) -> None:
    old, new = ImageFactory.create_batch(2)
    page = make_page(cover=old)
    publish(page)
    page.cover = new
    page.save_revision()
    assert [is_public(old), is_public(new)] == [True, False]

    publish(page)
    assert [is_public(old), is_public(new)] == [False, True]


def test_scheduled_page_shows_nothing_early(
    make_page: Callable[..., Page], publish: Callable[[Page], None]
) -> None:
    image = ImageFactory()
    page = make_page(cover=image, go_live_at=timezone.now() + timedelta(days=1))
    publish(page)

    assert not page.live
    assert not is_public(image)


def test_failed_publication_leaves_no_trace(make_page: Callable[..., Page]) -> None:
    image = ImageFactory()
    page = make_page(cover=image)

    def approve() -> None:
        with transaction.atomic():
            page.get_latest_revision().publish()
            raise RuntimeError("the approval fails after the publication")

    with pytest.raises(RuntimeError, match="the approval fails"):
        approve()

    assert not PublishedUse.objects.exists()


def test_publishing_again_costs_the_same(
    make_page: Callable[..., Page],
    publish: Callable[[Page], None],
    django_assert_max_num_queries: Any,
) -> None:
    images = ImageFactory.create_batch(20)
    page = make_page(body=[image_block(image) for image in images])
    publish(page)
    page = Page.objects.get(pk=page.pk).specific

    # Savepoint and release, stale images, stale documents, images with their frame stamp,
    # documents, insertion.
    with django_assert_max_num_queries(11):
        record_published_uses(page)
    assert PublishedUse.objects.count() == 20


def test_base_page_is_looked_through(make_page: Callable[..., Page]) -> None:
    image = ImageFactory()
    page = make_page(cover=image)

    record_published_uses(Page.objects.get(pk=page.pk))

    assert PublishedUse.objects.get().image == image


def test_use_names_exactly_one_file(make_page: Callable[..., Page]) -> None:
    page, image, document = make_page(), ImageFactory(), DocumentFactory()
    for files in ({}, {"image": image, "document": document}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublishedUse.objects.create(page=page, **files)


def test_rebuild_finds_pages_that_became_live_otherwise(
    make_page: Callable[..., Page], capsys: pytest.CaptureFixture[str]
) -> None:
    image, gone = ImageFactory.create_batch(2)
    page = make_page(cover=image)
    Page.objects.filter(pk=page.pk).update(live=True)
    withdrawn = make_page(cover=gone)
    PublishedUse.objects.create(page=withdrawn, image=gone)

    for _ in range(2):
        call_command("rebuild_published_uses")

    assert is_public(image)
    assert list(PublishedUse.objects.values_list("page", "image")) == [(page.pk, image.pk)]
    assert "个页面" in capsys.readouterr().out


def test_floor_above_can_narrow_what_is_visible(
    make_page: Callable[..., Page], publish: Callable[[Page], None], teacher: Any
) -> None:
    image = ImageFactory()
    publish(make_page(cover=image))

    def signed_in_only(pages: Any, user: Any) -> Any:
        return pages if user is not None and user.is_authenticated else pages.none()

    with hooks.register_temporarily("readable_pages", signed_in_only):
        assert not is_public(image)
        assert may_view(teacher, image)


def test_usual_renditions_are_drawn_after_publication(
    make_page: Callable[..., Page],
    publish: Callable[[Page], None],
    django_capture_on_commit_callbacks: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    image, lost = ImageFactory.create_batch(2)
    lost.file.storage.delete(lost.file.name)
    page = make_page(cover=image, body=[image_block(lost)])

    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            publish(page)

    specs = set(image.renditions.values_list("filter_spec", flat=True))
    assert specs == {
        "width-400|format-webp",
        "width-800|format-webp",
        "fill-400x266|format-webp",
        "fill-800x533|format-webp",
    }
    assert not lost.renditions.exists()
    assert "is unusable" in caplog.text

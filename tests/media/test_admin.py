"""Every upload view of Wagtail's admin answers bad files with a message, never with a 500."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, UploadedFile

from media.models import PortalDocument, PortalImage
from tests.media.factories import DocumentFactory, ImageFactory, pdf_bytes, picture_bytes
from tests.media.test_intake import HOSTILE, gps_exif

pytestmark = pytest.mark.django_db

BAD = {key: (data, name) for key, (data, name, _) in HOSTILE.items() if key != "eleven megabytes"}


@pytest.fixture
def admin(make_user: Callable[..., Any], client_of: Callable[..., Client]) -> Client:
    return client_of(make_user(is_superuser=True))


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def fields(**more: Any) -> dict[str, Any]:
    root = Collection.get_first_root_node()
    return {"title": "标题", "alt_text": "讲台前的老师", "collection": root.pk, **more}


@pytest.mark.parametrize(("data", "name"), BAD.values(), ids=BAD.keys())
class TestBadPicture:
    def test_single_upload(self, data: bytes, name: str, admin: Client) -> None:
        response = admin.post(reverse("wagtailimages:add"), fields(file=upload(data, name)))

        assert response.status_code == 200
        assert response.context["form"].errors["file"]
        assert not PortalImage.objects.exists()

    def test_multiple_upload(self, data: bytes, name: str, admin: Client) -> None:
        response = admin.post(
            reverse("wagtailimages:add_multiple"),
            {"title": "标题", "files[]": upload(data, name)},
            headers={"x-requested-with": "XMLHttpRequest"},
        )

        answer = json.loads(response.content)
        assert (response.status_code, answer["success"]) == (200, False)
        assert answer["error_message"].endswith("。")
        assert not PortalImage.objects.exists()
        assert not UploadedFile.objects.exists()

    def test_chooser_upload(self, data: bytes, name: str, admin: Client) -> None:
        values = {f"image-chooser-upload-{key}": value for key, value in fields().items()}
        values["image-chooser-upload-file"] = upload(data, name)
        response = admin.post(reverse("wagtailimages_chooser:create"), values)

        answer = json.loads(response.content)
        assert (response.status_code, answer["step"]) == (200, "reshow_creation_form")
        assert not PortalImage.objects.exists()

    def test_replacement(self, data: bytes, name: str, admin: Client) -> None:
        image = ImageFactory()
        stored = image.file.name
        response = admin.post(
            reverse("wagtailimages:edit", args=[image.pk]), fields(file=upload(data, name))
        )

        assert response.status_code == 200
        assert response.context["form"].errors["file"]
        image.refresh_from_db()
        assert image.file.name == stored
        assert image.file.storage.exists(stored)


class TestGoodPicture:
    DATA = picture_bytes((4000, 3000), exif=gps_exif())

    def check(self, image: PortalImage) -> None:
        assert (image.width, image.height) == (2560, 1920)
        assert image.file_size == image.file.size
        with image.open_file() as file:
            content = file.read()
            file.seek(0)
            assert dict(Image.open(file).getexif()) == {}
        assert b"CAMERA-MODEL" not in content

    def test_single_upload(self, admin: Client) -> None:
        admin.post(reverse("wagtailimages:add"), fields(file=upload(self.DATA, "李老师.jpg")))

        image = PortalImage.objects.get()
        self.check(image)
        assert image.alt_text == image.default_alt_text == "讲台前的老师"

    def test_multiple_upload_asks_for_the_text_in_its_second_step(self, admin: Client) -> None:
        response = admin.post(
            reverse("wagtailimages:add_multiple"),
            {"title": "标题", "files[]": upload(self.DATA, "李老师.jpg")},
            headers={"x-requested-with": "XMLHttpRequest"},
        )
        image = PortalImage.objects.get()
        self.check(image)
        assert not UploadedFile.objects.exists()
        assert "替代文字" in json.loads(response.content)["form"]

        def second_step(alt_text: str) -> bool:
            response = admin.post(
                reverse("wagtailimages:edit_multiple", args=[image.pk]),
                {f"image-{image.pk}-{k}": v for k, v in fields(alt_text=alt_text).items()},
                headers={"x-requested-with": "XMLHttpRequest"},
            )
            return json.loads(response.content)["success"]

        assert not second_step("")
        assert second_step("操场上的升旗仪式")
        image.refresh_from_db()
        assert image.alt_text == "操场上的升旗仪式"

    def test_replacement_removes_old_file_and_renditions(self, admin: Client) -> None:
        image = ImageFactory()
        old = image.get_rendition("width-400")
        stored = image.file.name
        admin.post(
            reverse("wagtailimages:edit", args=[image.pk]),
            fields(file=upload(self.DATA, "x.jpg")),
        )

        image = PortalImage.objects.get()
        self.check(image)
        assert image.file.name != stored
        assert not image.file.storage.exists(stored)
        assert not image.renditions.filter(pk=old.pk).exists()

    def test_text_is_required(self, admin: Client) -> None:
        response = admin.post(
            reverse("wagtailimages:add"),
            fields(file=upload(self.DATA, "x.jpg"), alt_text=""),
        )

        assert list(response.context["form"].errors) == ["alt_text"]
        assert not PortalImage.objects.exists()

    def test_pages_of_the_admin_answer(self, admin: Client) -> None:
        image = ImageFactory()
        for url in (
            reverse("wagtailimages:index"),
            reverse("wagtailimages:add"),
            reverse("wagtailimages:add_multiple"),
            reverse("wagtailimages_chooser:choose"),
            reverse("wagtailimages:edit", args=[image.pk]),
            reverse("wagtaildocs:index"),
            reverse("wagtaildocs:add_multiple"),
        ):
            assert admin.get(url).status_code == 200


class TestDocument:
    def test_bad_file_is_refused(self, admin: Client) -> None:
        response = admin.post(
            reverse("wagtaildocs:add_multiple"),
            {"title": "x", "files[]": upload(b"<script>", "x.pdf")},
            headers={"x-requested-with": "XMLHttpRequest"},
        )

        answer = json.loads(response.content)
        assert (response.status_code, answer["success"]) == (200, False)
        assert answer["error_message"].endswith("。")

    def test_good_file_is_stored_and_replaced(self, admin: Client) -> None:
        admin.post(reverse("wagtaildocs:add"), fields(file=upload(pdf_bytes(), "总结.pdf")))
        document = PortalDocument.objects.get()
        stored = document.file.name
        assert stored.isascii()

        admin.post(
            reverse("wagtaildocs:edit", args=[document.pk]),
            fields(file=upload(pdf_bytes() + b"\n", "总结.pdf")),
        )
        document.refresh_from_db()
        assert document.file.name != stored
        assert not document.file.storage.exists(stored)

    def test_bad_replacement_keeps_the_old_file(self, admin: Client) -> None:
        document = DocumentFactory()
        response = admin.post(
            reverse("wagtaildocs:edit", args=[document.pk]),
            fields(file=upload(b"<script>", "x.pdf")),
        )

        assert response.context["form"].errors["file"]
        assert document.file.storage.exists(document.file.name)

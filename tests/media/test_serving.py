"""Who gets which file by its address, in every state of the page that shows it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.http.response import HttpResponseBase
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from media.queries import is_public, may_view
from media.views import serve
from tests.media.factories import DocumentFactory, ImageFactory

pytestmark = pytest.mark.django_db

PEOPLE = ("anonymous", "uploader", "teacher", "editor")
CHANNELS = ("rendition", "original", "document", "image_list", "image_detail", "document_detail")

# 1 may, 0 may not; columns as CHANNELS.
HIDDEN = {
    "anonymous": "000000",
    "uploader": "111000",
    "teacher": "000000",
    "editor": "111000",
}
SHOWN = {
    "anonymous": "101111",
    "uploader": "111111",
    "teacher": "101111",
    "editor": "111111",
}
# Readers who pass a restriction see its pictures; the API is for everybody or not at all.
LOGIN_ONLY = HIDDEN | {"teacher": "101000"}

EXPECTED = {
    "draft": HIDDEN,
    "live": SHOWN,
    "later draft": HIDDEN,
    "withdrawn": HIDDEN,
    "deleted": HIDDEN,
    "group only": HIDDEN,
    "moved under a group": HIDDEN,
    "login only": LOGIN_ONLY,
}


def read(response: HttpResponseBase) -> bytes:
    """The body; reading to the end also closes the file behind it."""
    return response.getvalue() if response.streaming else response.content


class Piece:
    """A page with a picture and an attachment of ``uploader``, brought into a state."""

    def __init__(self, uploader: Any, make_page: Callable[..., Page]) -> None:
        self.image = ImageFactory(uploaded_by_user=uploader)
        self.document = DocumentFactory(uploaded_by_user=uploader)
        self.rendition = self.image.get_rendition("width-400|format-webp")
        self.make_page = make_page
        self.files = {
            "cover": self.image,
            "body": [("document", {"document": self.document, "title": ""})],
        }

    def bring_into(self, state: str) -> None:
        if state == "later draft":
            page = self.make_page()
            page.get_latest_revision().publish()
            page = page.get_latest_revision_as_object()
            for name, value in self.files.items():
                setattr(page, name, value)
            page.save_revision()
            return
        page = self.make_page(**self.files)
        if state == "draft":
            return
        page.get_latest_revision().publish()
        page.refresh_from_db()
        if state == "withdrawn":
            page.unpublish()
        elif state == "deleted":
            page.delete()
        elif state == "login only":
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        elif state == "group only":
            self._restrict_to_group(page)
        elif state == "moved under a group":
            section = self.make_page()
            self._restrict_to_group(section)
            page.move(section, pos="last-child")

    @staticmethod
    def _restrict_to_group(page: Page) -> None:
        restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups")
        restriction.groups.add(Group.objects.create(name="教研组"))

    def seen_by(self, client: Client) -> dict[str, bool]:
        addresses = {
            "rendition": self.rendition.url,
            "original": self.image.file.url,
            "document": self.document.url,
            "image_detail": f"/api/v2/images/{self.image.pk}/",
            "document_detail": f"/api/v2/documents/{self.document.pk}/",
        }
        answers = {}
        for key, url in addresses.items():
            response = client.get(url)
            read(response)
            answers[key] = response.status_code
        assert set(answers.values()) <= {200, 404}
        listed = [item["id"] for item in client.get("/api/v2/images/").json()["items"]]
        return {key: status == 200 for key, status in answers.items()} | {
            "image_list": self.image.pk in listed
        }


@pytest.mark.parametrize("state", EXPECTED)
def test_matrix(
    state: str,
    uploader: Any,
    teacher: Any,
    editor: Any,
    make_page: Callable[..., Page],
    client_of: Callable[..., Client],
) -> None:
    piece = Piece(uploader, make_page)
    piece.bring_into(state)
    people = {"anonymous": None, "uploader": uploader, "teacher": teacher, "editor": editor}

    seen = {}
    for person, user in people.items():
        answers = piece.seen_by(client_of(user))
        seen[person] = "".join(str(int(answers[channel])) for channel in CHANNELS)

    assert seen == EXPECTED[state]


def test_functions_agree_with_addresses(
    uploader: Any, teacher: Any, editor: Any, make_page: Callable[..., Page]
) -> None:
    piece = Piece(uploader, make_page)
    users = [AnonymousUser(), uploader, teacher, editor]

    assert [may_view(user, piece.image) for user in users] == [False, True, False, True]
    piece.bring_into("live")
    assert [is_public(piece.image), is_public(piece.document)] == [True, True]
    assert [may_view(user, piece.document) for user in users] == [True] * 4


def test_author_sees_a_picture_that_somebody_else_uploaded(
    uploader: Any, teacher: Any, make_page: Callable[..., Page], client_of: Callable[..., Client]
) -> None:
    image = ImageFactory(uploaded_by_user=uploader)
    make_page(cover=image, owner=teacher)

    assert may_view(teacher, image)
    response = client_of(teacher).get(image.get_rendition("width-400").url)
    assert (response.status_code, read(response)[:4]) == (200, b"\xff\xd8\xff\xe0")
    assert client_of(teacher).get(image.file.url).status_code == 404


def test_inactive_uploader_sees_nothing(uploader: Any) -> None:
    image = ImageFactory(uploaded_by_user=uploader)
    uploader.is_active = False

    assert not may_view(uploader, image)


def test_second_page_keeps_a_shared_picture_public(
    make_page: Callable[..., Page], publish: Callable[[Page], None]
) -> None:
    image = ImageFactory()
    first, second = make_page(cover=image), make_page(cover=image)
    publish(first)
    publish(second)

    first.unpublish()
    assert is_public(image)
    second.unpublish()
    assert not is_public(image)


class TestAddress:
    @pytest.fixture
    def rendition(self, make_page: Callable[..., Page], publish: Callable[[Page], None]) -> Any:
        image = ImageFactory()
        publish(make_page(cover=image))
        return image.get_rendition("width-400|format-webp")

    @pytest.mark.parametrize(
        "path",
        [
            "",
            "images/",
            "images/none.jpg",
            "images/../../portal.sqlite3",
            "images/%2e%2e/%2e%2e/portal.sqlite3",
            "images/..%2f..%2fportal.sqlite3",
            "/etc/passwd",
            "images/" + "a" * 5000,
            "documents/notes.pdf",
            "wagtail_uploads/x.jpg",
            "images/图片.jpg",
        ],
    )
    def test_unknown_path_is_not_found(self, path: str, client: Client) -> None:
        assert client.get(f"/media/{path}").status_code == 404

    def test_attachment_has_no_media_address(
        self, make_page: Callable[..., Page], publish: Callable[[Page], None], client: Client
    ) -> None:
        document = DocumentFactory()
        publish(make_page(body=[("document", {"document": document, "title": ""})]))

        assert read(client.get(document.url)).startswith(b"%PDF-")
        assert client.get(f"/media/{document.file.name}").status_code == 404

    def test_public_headers(self, rendition: Any, client: Client) -> None:
        response = client.get(rendition.url)

        with rendition.open_file() as stored:
            assert read(response) == stored.read()
        assert response["Content-Type"] == "image/webp"
        assert response["Cache-Control"] == "public, max-age=600"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'"
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Vary" not in response or "Cookie" not in response["Vary"]
        assert not response.cookies

    def test_conditional_requests(self, rendition: Any, client: Client) -> None:
        first = client.get(rendition.url)
        read(first)
        by_tag = client.get(rendition.url, headers={"if-none-match": first["ETag"]})
        by_date = client.get(rendition.url, headers={"if-modified-since": first["Last-Modified"]})

        assert (by_tag.status_code, by_date.status_code) == (304, 304)
        assert by_tag["Cache-Control"] == "public, max-age=600"
        assert by_tag.content == b""

    def test_head_and_other_methods(self, rendition: Any, client: Client) -> None:
        head = client.head(rendition.url)

        assert head.status_code == 200
        assert int(head["Content-Length"]) == rendition.file.size
        assert client.post(rendition.url).status_code == 405

    def test_private_headers(self, uploader: Any, client_of: Callable[..., Client]) -> None:
        image = ImageFactory(uploaded_by_user=uploader)
        client = client_of(uploader)
        for url in (image.get_rendition("width-400").url, image.file.url):
            response = client.get(url)
            read(response)
            assert response["Cache-Control"] == "private, no-store"
            assert "ETag" not in response
            again = client.get(url, headers={"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"})
            read(again)
            assert again.status_code == 200

    def test_lost_file_is_not_found(self, rendition: Any, client: Client) -> None:
        rendition.file.storage.delete(rendition.file.name)

        assert client.get(rendition.url).status_code == 404

    def test_nginx_sends_the_bytes_if_asked(
        self, rendition: Any, client: Client, settings: Any
    ) -> None:
        settings.MEDIA_ACCEL_PREFIX = "/internal-media/"
        response = client.get(rendition.url)

        assert response["X-Accel-Redirect"] == f"/internal-media/{rendition.file.name}"
        assert response.content == b""
        assert response["Content-Type"] == "image/webp"

    def test_anonymous_visitor_costs_two_queries(
        self, rendition: Any, client: Client, django_assert_num_queries: Any
    ) -> None:
        with django_assert_num_queries(2):
            read(client.get(rendition.url))

    def test_refusal_costs_no_more(self, rf: Any, django_assert_num_queries: Any) -> None:
        """The view by itself: middleware may look for a redirect of its own after a 404."""
        private = ImageFactory()
        private_path = private.get_rendition("width-400").file.name
        for path, queries in (
            (private_path, 3),  # one of them: is it a portrait?
            ("images/none.jpg", 1),
            (private.file.name, 0),
            ("documents/x.pdf", 0),
        ):
            request = rf.get(f"/media/{path}")
            request.user = AnonymousUser()
            with django_assert_num_queries(queries):
                response = serve(request, path)
            assert (response.status_code, response["Content-Type"][:10]) == (404, "text/plain")
            assert response["Cache-Control"] == "private, no-store"


class TestDocument:
    def test_is_an_attachment_named_by_its_title(
        self, make_page: Callable[..., Page], publish: Callable[[Page], None], client: Client
    ) -> None:
        document = DocumentFactory(title="读书会纪要")
        publish(make_page(body=[("document", {"document": document, "title": ""})]))

        response = client.get(document.url)

        assert read(response).startswith(b"%PDF-")
        assert response["Content-Type"] == "application/pdf"
        name = "%E8%AF%BB%E4%B9%A6%E4%BC%9A%E7%BA%AA%E8%A6%81.pdf"
        assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
        assert response["Cache-Control"] == "public, max-age=600"
        assert response["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize("address", ["{pk}/other.pdf", "99999/{name}", f"{10**30}/{{name}}"])
    def test_wrong_address_is_not_found(
        self, address: str, uploader: Any, client_of: Callable[..., Client]
    ) -> None:
        document = DocumentFactory(uploaded_by_user=uploader)
        path = address.format(pk=document.pk, name=document.filename)

        assert client_of(uploader).get(f"/documents/{path}").status_code == 404

    def test_private_is_not_stored(self, uploader: Any, client_of: Callable[..., Client]) -> None:
        document = DocumentFactory(uploaded_by_user=uploader)
        response = client_of(uploader).get(document.url)
        read(response)

        assert response["Cache-Control"] == "private, no-store"

    def test_anonymous_visitor_costs_four_queries(
        self,
        make_page: Callable[..., Page],
        publish: Callable[[Page], None],
        client: Client,
        django_assert_num_queries: Any,
    ) -> None:
        document = DocumentFactory()
        publish(make_page(body=[("document", {"document": document, "title": ""})]))

        with django_assert_num_queries(4):
            read(client.get(document.url))

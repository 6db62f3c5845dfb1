"""Every channel by which a piece could reach somebody, asked in one go."""

from dataclasses import dataclass

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from media.models import PortalDocument, PortalImage
from tests.maps import map_text


@dataclass(frozen=True)
class Piece:
    """What to look for.

    Attributes:
        page: the piece.
        words: a word that stands in its title and nowhere else.
        image: a picture that only it shows.
        document: an attachment that only it shows, if there is one.
    """

    page: Page
    words: str
    image: PortalImage
    document: PortalDocument | None = None


ALL_CHANNELS = {
    "address",
    "front page",
    "section",
    "listing",
    "book page",
    "search",
    "search counts",
    "feed",
    "section feed",
    "sitemap",
    "archive",
    "author",
    "API listing",
    "API detail",
    "API images",
    "picture",
    "poster",
}
# The file as it was sent is no reader's: this one is in nobody's audience.
ORIGINAL = "original"
# These are asked only of a piece with an attachment.
OF_DOCUMENTS = {"document", "API documents"}

# Where pieces of a kind are listed beside what lists everything.
SHELVES = {
    "reading-log": {
        "section": "/reading/",
        "listing": "/reading/logs/",
        "section feed": "/feed/reading/atom.xml",
    },
    "story": {"section": "/stories/", "section feed": "/feed/stories/atom.xml"},
}
STORY_CHANNELS = ALL_CHANNELS - {"listing", "book page"}


def channels_showing(client: Client, piece: Piece) -> set[str]:
    """Return the names of the channels through which ``client`` can see the piece."""
    page = Page.objects.get(pk=piece.page.pk).specific
    url = page.get_url()
    lists = {"front page": "/", "feed": "/feed/atom.xml"} | SHELVES[page.kind]
    if page.kind == "reading-log":
        work = page.get_latest_revision_as_object().work
        lists["book page"] = f"/reading/books/{work.pk}/"
    month = timezone.localtime(page.first_published_at)
    lists |= {
        "archive": f"/archive/{month.year}/{month.month:02}/",
        "author": f"/authors/{page.owner_id}/",
    }
    seen = {name for name, address in lists.items() if piece.words in _text(client, address)}
    if piece.words in _text(client, url):
        seen.add("address")
    seen |= _showing_in_search(client, piece.words, url)
    if any(url in map_text(client, name) for name in ("pages", "images", "news")):
        seen.add("sitemap")
    if piece.words in _text(client, f"/api/v2/pages/?type={page._meta.label}"):
        seen.add("API listing")
    if piece.words in _text(client, f"/api/v2/pages/{page.pk}/"):
        seen.add("API detail")
    if piece.image.alt_text in _text(client, "/api/v2/images/"):
        seen.add("API images")
    seen |= _showing_pictures(client, piece)
    if piece.document:
        seen |= _showing_document(client, piece.document)
    original = client.get(piece.image.file.url)
    if original.status_code == 200:
        assert original.getvalue()  # reading to the end closes the file
        seen.add(ORIGINAL)
    return seen


def _showing_in_search(client: Client, words: str, url: str) -> set[str]:
    found = client.get("/search/", {"q": words}).content.decode()
    seen = {"search"} if url in found else set()
    if "results__summary" in found or "facets__count" in found:
        seen.add("search counts")
    return seen


def _showing_pictures(client: Client, piece: Piece) -> set[str]:
    seen = set()
    if any(
        client.get(rendition.url).status_code == 200
        for rendition in [*piece.image.renditions.all(), piece.image.get_rendition("width-400")]
    ):
        seen.add("picture")
    if any(
        client.get(reverse("media:poster", args=[piece.page.pk, shape])).status_code == 200
        for shape in ("poster", "square")
    ):
        seen.add("poster")
    return seen


def _showing_document(client: Client, document: PortalDocument) -> set[str]:
    seen = set()
    answer = client.get(document.url)
    if answer.status_code == 200:
        assert answer.getvalue()  # reading to the end closes the file
        seen.add("document")
    if document.title in _text(client, "/api/v2/documents/"):
        seen.add("API documents")
    return seen


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code in {200, 302, 403, 404, 410}, address
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()
    return answer.content.decode()

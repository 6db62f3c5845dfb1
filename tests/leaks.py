"""Every channel by which a piece could reach somebody, asked in one go."""

from dataclasses import dataclass

from django.test import Client
from wagtail.models import Page

from media.models import PortalImage


@dataclass(frozen=True)
class Piece:
    """What to look for.

    Attributes:
        page: the piece.
        words: a word that stands in its title and nowhere else.
        image: a picture that only it shows.
    """

    page: Page
    words: str
    image: PortalImage


ALL_CHANNELS = {
    "address",
    "front page",
    "section",
    "listing",
    "book page",
    "search",
    "feed",
    "section feed",
    "sitemap",
    "API listing",
    "API detail",
    "API images",
    "picture",
}


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
    seen = {name for name, address in lists.items() if piece.words in _text(client, address)}
    if piece.words in _text(client, url):
        seen.add("address")
    search = client.get("/search/", {"q": piece.words})
    if url in search.content.decode():
        seen.add("search")
    if url in _text(client, "/sitemap.xml"):
        seen.add("sitemap")
    if piece.words in _text(client, f"/api/v2/pages/?type={page._meta.label}"):
        seen.add("API listing")
    if piece.words in _text(client, f"/api/v2/pages/{page.pk}/"):
        seen.add("API detail")
    if piece.image.alt_text in _text(client, "/api/v2/images/"):
        seen.add("API images")
    if any(
        client.get(rendition.url).status_code == 200
        for rendition in [*piece.image.renditions.all(), piece.image.get_rendition("width-400")]
    ):
        seen.add("picture")
    assert client.get(piece.image.file.url).status_code == 404, "originals are nobody's"
    return seen


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code in {200, 302, 404, 410}, address
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()
    return answer.content.decode()

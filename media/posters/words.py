"""What a picture of a page says."""

from dataclasses import dataclass

from media.drawing.fonts import serif
from portal.models import PortalPage

LONGEST_TITLE, LONGEST_TEXT, MOST_FACTS = 120, 160, 3


@dataclass(frozen=True)
class Words:
    """The words of a poster, all of them drawable.

    Attributes:
        title, text: the page's title, and what it is about; the text may be empty.
        kind: the kind of page, above the title; may be empty.
        facts: short lines below: who, where, when.
        site: whose poster it is.
        address: what the QR code opens.
    """

    title: str
    text: str
    kind: str
    facts: tuple[str, ...]
    site: str
    address: str


def words_of(page: PortalPage, site: str) -> Words:
    """Return what a page's pictures say. Queries: none for a page ``for_display``.

    Args:
        site: the site's name.

    Raises:
        media.drawing.fonts.NoFont: this machine has no Chinese font.
    """
    plain = serif().drawable
    kind = plain(page.share_kind)
    return Words(
        title=plain(page.title).strip()[:LONGEST_TITLE] or kind or site,
        text=plain(page.share_text).strip()[:LONGEST_TEXT],
        kind=kind,
        facts=tuple(plain(fact) for fact in page.share_facts[:MOST_FACTS]),
        site=plain(site),
        address=page.full_url or "",
    )


def words_of_site(name: str, tagline: str) -> Words:
    """Return what the picture of the site itself says."""
    return Words(name, tagline, "", (), name, "")

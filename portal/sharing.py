"""What a page says of itself where it is passed on: in previews of links, on posters, by mail."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from portal.html import html_to_text
from portal.queries import restricted_paths

MOST_SHARED = 120  # characters; 公众号 takes as many for a summary, previews show fewer
_SENTENCE_ENDS = "。！？；!?;"


class Shared:
    """The part of a page that is passed on; page types say more of themselves here.

    A part of ``PortalPage``, whose fields it reads.
    """

    pk: int
    path: str
    live: bool
    live_revision_id: Any  # a number; none of a draft
    summary: str
    search_description: str
    kind_label: str
    display_date: date | None
    last_published_at: datetime | None

    @property
    def is_public(self) -> bool:
        """Whether anybody may read the page now. Queries: see ``restricted_paths``."""
        return self.live and not any(self.path.startswith(path) for path in restricted_paths())

    @property
    def share_text(self) -> str:
        """What the page is about, in at most ``MOST_SHARED`` characters; may be empty."""
        return shortened(self.search_description or self.summary or self._first_words())

    @property
    def share_kind(self) -> str:
        """The kind of page, as its pictures name it."""
        return self.kind_label

    @property
    def share_facts(self) -> list[str]:
        """Who, when, where: short lines below the title of a poster, the weightiest first."""
        who = "，".join(
            part for name in ("byline_author", "byline_unit") if (part := getattr(self, name, ""))
        )
        return [line for line in (who, in_words(self.display_date)) if line]

    @property
    def updated_on(self) -> date | None:
        """The day of the last publication, where it is later than the day beside the title."""
        moment = self.last_published_at
        day = timezone.localdate(moment) if moment else None
        return day if day and self.display_date and day > self.display_date else None

    @property
    def square_path(self) -> str:
        """Where the page's square picture lies; a new version has a new address, for previews."""
        return f"{reverse('media:poster', args=[self.pk, 'square'])}?v={self.live_revision_id or 0}"

    @property
    def poster_path(self) -> str:
        """Where the page's poster lies."""
        return reverse("media:poster", args=[self.pk, "poster"])

    def article_parts(self) -> list[tuple[str, Any]]:
        """Return what belongs to the text beside its body, where it is carried to another place.

        Each has a name and a value: ``("heading", "书单")``, ``("paragraph", "<p>…</p>")``,
        ``("quote", {"text": "…", "source": "…"})``, ``("list", ["…", "…"])``, ``("note", "…")``.
        """
        return []

    def _first_words(self) -> str:
        for block in getattr(self, "body", ()):
            if block.block_type == "paragraph" and (text := html_to_text(block.value.source)):
                return text
        return ""


def shortened(text: str, most: int = MOST_SHARED) -> str:
    """Return ``text`` in one line of at most ``most`` characters.

    A longer one ends after a sentence, if one ends in its second half, else with an ellipsis.
    """
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    kept = line[:most]
    end = max(kept.rfind(mark) for mark in _SENTENCE_ENDS) + 1
    if end > most // 2:
        return kept[:end]
    return kept[: most - 1].rstrip("，、：；— ") + "…"


def in_words(day: date | None) -> str:
    """Return a day as running text has it: 2025年9月10日; nothing for none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""

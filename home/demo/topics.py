"""The bodies of the demo's topics, from their rows in ``texts/pages.toml``."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from home.demo import source
from media.models import PortalImage

Blocks = list[tuple[str, Any]]


def topic_body(
    row: dict[str, Any], pieces: dict[str, Model], photo: Callable[[str, str], PortalImage]
) -> Blocks:
    """Return the blocks of one topic; what its row leaves out is left out.

    Args:
        pieces: the demo's pieces by their slugs.
        photo: returns a picture by its name and what it shows.
    """
    body: Blocks = []
    if "lead" in row:
        text, signature = row["lead"]
        body.append(("lead", {"text": text, "signature": signature}))
    if "hall" in row:
        body.append(("heading", row["hall"]))
    body += source.blocks(row.get("intro", ""))
    if "photos" in row:
        body.append(("gallery", {"title": "", "images": _pictures(row["photos"], photo)}))
    text, cited = row["quote"]
    body.append(("quote", {"text": text, "source": cited}))
    if "said" in row:
        quotes = [{"text": text, "source": cited} for text, cited in row["said"]]
        body.append(("quotations", {"title": "他们这样说", "quotes": quotes}))
    if "figures" in row:
        body.append(("figures", _figures(row["figures"])))
    if row["timeline"]:
        keys = ("date", "title", "text")
        entries = [dict(zip(keys, entry, strict=True)) for entry in row["timeline"]]
        body.append(("timeline", {"title": "怎样走", "entries": entries}))
    if row["items"]:
        pages = [pieces[slug] for slug in row["items"]]
        body.append(("page_list", {"title": "读一读，聊一聊", "pages": pages}))
    if "rule" in row:
        body.append(("rule_list", _rule(*row["rule"])))
    return body


def _pictures(rows: list[list[str]], photo: Callable[[str, str], PortalImage]) -> list[dict]:
    return [
        {"image": photo(name, alt), "alt": alt, "caption": caption, "faces": "none"}
        for name, alt, caption in rows
    ]


def _figures(rows: list[list[str]]) -> dict[str, Any]:
    figures = [{"number": number, "unit": unit, "label": label} for number, unit, label in rows]
    return {"title": "", "figures": figures, "source": "演示内容，数字为虚构"}


def _rule(title: str, types: list[str], tags: str, most: int) -> dict[str, Any]:
    return {
        "title": title,
        "types": types,
        "tags": tags,
        "since": None,
        "until": None,
        "order": "newest",
        "most": most,
    }

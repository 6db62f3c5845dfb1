"""Versions of pages that name a book which was merged or deleted since.

A version is what reviewers saw and is never rewritten. It is read with the numbers under which
its books live now, so that a draft published later, an old version restored and a reviewer's
comparison all name the book that there is.
"""

from collections.abc import Collection
from typing import Any

from reading.catalogue.merging import joined_reasons
from reading.catalogue.queries import living


def with_living_work(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a log with the number of its book as it is now. Queries: 0 or 1."""
    work = data.get("work")
    return data | {"work": living([work]).get(work)} if work else data


def with_living_items(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a list with its books as they are now, each once. Queries: 0 or 1."""
    items: Collection[dict[str, Any]] = data.get("items") or ()
    now = living([item["work"] for item in items if item.get("work")])
    kept: dict[int, dict[str, Any]] = {}
    merged: set[int] = set()
    rows: list[dict[str, Any]] = []
    for item in items:
        pk = now.get(item.get("work") or 0)
        if pk is None:
            continue
        changed = pk != item["work"]
        if pk in kept and (changed or pk in merged):
            kept[pk]["reason"] = joined_reasons([kept[pk]["reason"], item.get("reason", "")])
            continue
        rows.append(item | {"work": pk})
        kept.setdefault(pk, rows[-1])
        if changed:
            merged.add(pk)
    return data | {"items": rows} if items else data

"""Which words of a piece are its author's own."""

from typing import Any

from editorial.text import parts_of


def own_words(piece: Any) -> str:
    """Return the running text and the reasons of a piece, without quotations and their sources.

    Args:
        piece: a ``Submission`` as one of its versions has it.
    """
    compared = {*piece.long_fields, *piece.text_rows}
    parts = [part for part in parts_of(piece) if part.place.partition(".")[0] in compared]
    quoted = {part.place for part in parts if part.is_quotation}
    own = (part for part in parts if not part.is_quotation and not _is_source(part.place, quoted))
    return "\n".join(part.text for part in own)


def _is_source(place: str, quoted: set[str]) -> bool:
    """Whether a part names the source of a quotation."""
    block, _, field = place.rpartition(".")
    return field == "source" and f"{block}.text" in quoted

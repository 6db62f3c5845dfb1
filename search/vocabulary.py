"""The words that this site knows, to complete and to correct what somebody types."""

from difflib import get_close_matches

from taggit.models import Tag


def complete(typed: str, limit: int) -> list[str]:
    """Return at most ``limit`` known words that begin as ``typed`` does. Queries: 1."""
    if not typed:
        return []
    words = Tag.objects.filter(name__istartswith=typed).order_by("name")
    return list(words.values_list("name", flat=True)[:limit])


def corrections(text: str, limit: int = 3) -> list[str]:
    """Return at most ``limit`` known words that ``text`` may be a slip of. Queries: 1."""
    words = Tag.objects.order_by("name").values_list("name", flat=True)[:5_000]
    return [word for word in get_close_matches(text, words, n=limit + 1) if word != text][:limit]

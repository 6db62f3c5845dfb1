"""Mean reciprocal rank of ten on judged queries; each title is a page.

The promise: at least that of the better of two plain Whoosh indexes (words, pairs of characters;
any of them), and ten times that of Wagtail's stock backend on SQLite.
"""

import itertools
import re

from django.db import connection

from benchmarks.search import engines, judged, pages

# It takes seconds for a question.
_STOCK_QUERIES = 60


def print_table(data: judged.Judged) -> None:
    """Fill all engines, print their ranks."""
    from home.models import HomePage, StandardPage

    front = HomePage.objects.get()
    pages.write(((title, {}) for title in data.titles), front, StandardPage)
    place = {
        pk: number
        for number, pk in enumerate(
            StandardPage.objects.child_of(front)
            .filter(slug__startswith="bench-")
            .order_by("path")
            .values_list("pk", flat=True)
        )
    }
    ranks = {
        "plain Whoosh, words": _plain(data, _words),
        "plain Whoosh, pairs": _plain(data, _pairs),
        "the portal's": _ours(data, place),
    }
    # The stock backend for PostgreSQL keeps its entries elsewhere; the promise names SQLite's.
    if connection.vendor == "sqlite":
        ranks["Wagtail's stock backend"] = _stock(data, place)
    print(f"\n{f'judged queries, {len(data.titles)} titles':40}{'MRR@10':>8}")
    for name, rank in ranks.items():
        print(f"{name:40}{rank:8.3f}")
    ours = ranks["the portal's"]
    best = max(rank for name, rank in ranks.items() if name.startswith("plain"))
    print(f"beside the better plain one: {ours / best:.3f} (promised: at least 1)")
    if stock := ranks.get("Wagtail's stock backend"):
        print(f"beside the stock one: {ours / stock:.1f} (promised: at least 10)")
    pages.remove(StandardPage)


def _plain(data: judged.Judged, cut) -> float:
    engine = engines.PlainWhoosh()
    engine.fill(cut(title) for title in data.titles)
    rank = data.mean_reciprocal_rank(lambda query: engine.search(list(dict.fromkeys(cut(query)))))
    engine.close()
    return rank


def _ours(data: judged.Judged, place: dict[int, int]) -> float:
    from django.core.management import call_command
    from modelsearch.backends import get_search_backend

    call_command("update_index", verbosity=0)
    return data.mean_reciprocal_rank(lambda query: _found(get_search_backend(), query, place))


def _stock(data: judged.Judged, place: dict[int, int]) -> float:
    from modelsearch.backends.database.sqlite.sqlite import SearchBackend

    from home.models import StandardPage

    backend = SearchBackend({})
    index = backend.get_index_for_model(StandardPage)
    index.add_items(StandardPage, list(StandardPage.objects.all()))
    return data.mean_reciprocal_rank(lambda query: _found(backend, query, place), _STOCK_QUERIES)


def _found(backend, query: str, place: dict[int, int]) -> list[int]:
    from modelsearch.query import PlainText

    from home.models import StandardPage

    results = backend.search(PlainText(query, operator="or"), StandardPage)[: judged.CUTOFF]
    # A page of the demo among them answers no query.
    return [place.get(page.pk, -1) for page in results]


def _words(text: str) -> list[str]:
    import rjieba

    return [word for word in rjieba.cut(text.lower(), False) if re.search(r"\w", word)]


def _pairs(text: str) -> list[str]:
    pairs = []
    for run in re.findall(r"[\u4e00-\u9fff]+|[a-z0-9]+", text.lower()):
        is_latin = run[0].isascii()
        pairs.extend([run] if is_latin or len(run) == 1 else map("".join, itertools.pairwise(run)))
    return pairs

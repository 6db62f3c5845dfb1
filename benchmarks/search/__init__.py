"""How well and how fast the portal finds: beside plain engines, in one run."""


def print_tables() -> None:
    """Quality on judged queries, then speed among 100,000 pages."""
    from benchmarks.search import judged, quality, speed

    data = judged.load()
    if data is None:
        print("\nsearch: left out, no file of judged queries (see benchmarks/search/judged.py)")
        return
    quality.print_table(data)
    speed.print_table(data)

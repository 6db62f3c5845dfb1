"""How many requests a second the portal answers, beside a bare Django view and a static file.

    python -m benchmarks.serving                    all servers that are installed
    python -m benchmarks.serving --seconds 10 granian
    BAKERYDEMO=../bakerydemo python -m benchmarks.serving     Wagtail's own demo beside it

Needs ``wrk`` (Debian), ``nginx`` for the static file, and a database with the demo: ``VAR_DIR``
says where, else one is built. gunicorn and uvicorn are peers: install what is to be compared beside
the portal (``pip install gunicorn uvicorn``). Wagtail's demo is a checkout of
``wagtail/bakerydemo`` with an environment ``.venv`` of its own (its ``requirements/production.txt``
and granian) and its data in ``bakerydemodb`` (SQLite: ``migrate``, ``createcachetable``,
``load_initial_data``, ``collectstatic`` with its production settings). Every figure is of one
process with one thread, asked by one ``wrk`` with 16 connections, all in one run; between runs only
ratios compare. A teacher's page is nobody else's, but its parts are (``portal.page_cache.parts``);
made anew is a page with nothing kept at all.
"""

"""Many people at once, on the small server (SQLite, one process) and on the full stack.

    python -m benchmarks.load                      every scenario on both
    python -m benchmarks.load front mixed --on stack
    python -m benchmarks.load --seconds 20 --on alone

Needs what ``make test-stack`` installs, and ``wrk`` for the front page. People come from locust on
the same machine, so the server has what locust leaves of it: figures are floors, and how much CPU
the client took is printed. Only 127.0.0.1 is asked, and every run ends after ``--seconds``.
``LOAD_VAR_DIR`` (a ``var/`` with the demo) and ``STACK_DIR`` keep the databases for the next run.
"""

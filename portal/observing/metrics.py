"""What Prometheus asks for; counted by all web processes of one machine together."""

import os
from collections.abc import Iterator

from django.conf import settings
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from portal.observing import heart, queue

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_own = CollectorRegistry()
_requests = Histogram(
    "portal_request_seconds",
    "Seconds until the answer of a request that reached Django.",
    ["view", "method", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=_own,
)
_queries = Counter(
    "portal_queries", "Queries to the database during requests.", ["view"], registry=_own
)
_slow_queries = Counter("portal_slow_queries", "Queries over the limit.", registry=_own)


def request(*, view: str, method: str, status: int, seconds: float, queries: int) -> None:
    """Count an answered request.

    Args:
        view: the name of its address; all pages of Wagtail are one.
        method: of HTTP; whatever is none becomes ``other``, so that nobody can invent series.
        status: of the answer, counted by its first digit.
        seconds: of work.
        queries: to the database.
    """
    known = method if method in _METHODS else "other"
    _requests.labels(view, known, f"{status // 100}xx").observe(seconds)
    _queries.labels(view).inc(queries)


def slow_query() -> None:
    """Count a query over ``SLOW_QUERY_SECONDS``."""
    if settings.METRICS_TOKEN:
        _slow_queries.inc()


class _Background(Collector):
    """Asked at each visit of Prometheus: what waits for the worker. Queries: 4."""

    def collect(self) -> Iterator[Metric]:
        state = queue.state()
        tasks = GaugeMetricFamily("portal_tasks", "Background tasks.", labels=["state"])
        tasks.add_metric(["waiting"], state.waiting)
        tasks.add_metric(["failed_today"], state.failed)
        yield tasks
        oldest = "Seconds that the oldest task has waited beyond its time."
        yield GaugeMetricFamily("portal_oldest_task_seconds", oldest, state.oldest)
        age = heart.age(heart.WORKER)
        if age is not None:
            text = "Seconds since the worker's last sign of life."
            yield GaugeMetricFamily("portal_worker_silence_seconds", text, age)


def exposition() -> bytes:
    """Return everything in the text format of Prometheus.

    Without ``PROMETHEUS_MULTIPROC_DIR`` the counts are those of the answering process alone.
    """
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
        registry.register(_Background())
        return generate_latest(registry)
    registry.register(_Background())
    return generate_latest(_own) + generate_latest(registry)

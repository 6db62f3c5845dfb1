"""How long each request and each query took: slow ones are logged, all are counted."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path

from portal.observing import metrics

logger = logging.getLogger("portal.slow")
_LONGEST_SQL = 2_000  # characters


class Watch:
    """The queries of one request.

    Attributes:
        queries: how many.
        seconds: all of them together.
    """

    def __init__(self) -> None:
        self.queries = 0
        self.seconds = 0.0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        """Run a query between two looks at the clock (Django's ``execute_wrapper``)."""
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = time.perf_counter() - started
            self.queries += 1
            self.seconds += took
            if took >= settings.SLOW_QUERY_SECONDS:
                metrics.slow_query()
                # Without its values: they are people's.
                text = " ".join(str(sql).split())[:_LONGEST_SQL]
                logger.warning("Slow query: %.3f s: %s", took, text)


class WatchMiddleware:
    """Put a ``Watch`` on each request. Queries: none of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        watch = Watch()
        started = time.perf_counter()
        with connection.execute_wrapper(watch):
            response = self._get_response(request)
        took = time.perf_counter() - started
        if took >= settings.SLOW_REQUEST_SECONDS:
            logger.warning(
                "Slow request: %.3f s, %s queries in %.3f s: %s %s %s",
                took,
                watch.queries,
                watch.seconds,
                response.status_code,
                request.method,
                # Without the question: people type names into it. As it was sent: a line end in
                # it must not begin a line of ours.
                escape_uri_path(request.path),
            )
        if settings.METRICS_TOKEN:
            match = request.resolver_match
            metrics.request(
                view=(match.view_name or "unnamed") if match else "none",
                method=request.method or "",
                status=response.status_code,
                seconds=took,
                queries=watch.queries,
            )
        return response

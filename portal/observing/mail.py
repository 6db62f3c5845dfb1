"""Mail to the administrators about errors: seldom, and without what people typed."""

import logging
import time
from copy import copy
from typing import Any

from django.http import HttpRequest
from django.utils.log import AdminEmailHandler
from django.views.debug import SafeExceptionReporterFilter

PAUSE = 600.0  # seconds between two mails about the same line of code, of one process
_KEPT = ("REQUEST_METHOD", "PATH_INFO", "SERVER_NAME", "SERVER_PORT")


class Seldom(logging.Filter):
    """Let one record through for each place in the code, until ``PAUSE`` is over.

    A database that is away makes an error of every request; a thousand mails help nobody.
    """

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[tuple[object, ...], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether this record is to be mailed."""
        now, place = time.monotonic(), _place(record)
        if now - self._last.get(place, -PAUSE) < PAUSE:
            return False
        self._last[place] = now
        return True


def _place(record: logging.LogRecord) -> tuple[object, ...]:
    trace = record.exc_info[2] if record.exc_info else None
    if trace is None:
        return record.pathname, record.lineno
    while trace.tb_next:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_filename, trace.tb_lineno


class PersonlessEmailHandler(AdminEmailHandler):
    """Tells where it happened, not to whom: no question, form, cookie, header or address."""

    def emit(self, record: logging.LogRecord) -> None:
        """Mail a record with a bare request in the place of its own."""
        bare = copy(record)
        if isinstance(request := getattr(record, "request", None), HttpRequest):
            bare.request = _bare(request)
        super().emit(bare)


def _bare(request: HttpRequest) -> HttpRequest:
    bare = HttpRequest()
    bare.method, bare.path, bare.path_info = request.method, request.path, request.path_info
    bare.META = {name: request.META[name] for name in _KEPT if name in request.META}
    return bare


class WithoutVariables(SafeExceptionReporterFilter):
    """Tracebacks without the values of variables, which are what people wrote."""

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> Any:
        if not self.is_active(request):  # the page for developers
            return super().get_traceback_frame_variables(request, tb_frame)
        return ()

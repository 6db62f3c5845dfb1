"""What no address of ours contains."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


class PathMiddleware:
    """Refuse a path with a NUL in it (400): PostgreSQL can look none up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise BadRequest("NUL in the path")
        return self.get_response(request)

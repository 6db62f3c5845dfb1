"""How the API answers: JSON for everybody's page or screen, which may keep it for a minute."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api_input import BoundedPagination

# Seconds. An answer may be as old as this after a piece was taken down.
KEPT = 60
# Every answer is the same for whoever asks, and none takes a cookie: any page may read it.
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Expose-Headers": "ETag",
    "Access-Control-Max-Age": "86400",
}


def opened(response: HttpResponseBase) -> HttpResponseBase:
    """Let pages of other sites read an answer, and caches keep a good one; changes it."""
    for name, value in CORS.items():
        response[name] = value
    if response.status_code == 200:
        patch_cache_control(response, public=True, max_age=KEPT)
    return response


class OpenToAll:
    """Mixed into an endpoint of Wagtail's API."""

    # No HTML: the API's own pages would bring scripts and cookies of their own.
    renderer_classes = [JSONRenderer]
    pagination_class = BoundedPagination

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Tell a browser what it may ask; what there is to read stands in the documents."""
        return Response(status=204)

    def finalize_response(
        self, request: Request, response: HttpResponse, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Add the headers to every answer, to a refusal too."""
        response = super().finalize_response(  # type: ignore[misc]
            request, response, *args, **kwargs
        )
        return opened(response)

"""The answer to what no view has caught: says what is wrong, and gives back what was typed."""

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.urls import reverse
from django.views.defaults import server_error as unknown_error

from portal.faults.rules import Fault, diagnose
from portal.faults.typed import typed_texts


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a request that failed: 503 or 507 with the reason, 500 where it is not known.

    Django calls this as ``handler500`` while the exception is being handled. It must need
    neither database nor cache, either of which may be what is gone.
    """
    fault = diagnose(sys.exception())
    if fault is None:
        return unknown_error(request)
    response = _answer(request, fault)
    response["Cache-Control"] = "no-store"
    if fault.retry_after:
        response["Retry-After"] = str(fault.retry_after)
    return response


def _answer(request: HttpRequest, fault: Fault) -> HttpResponse:
    if request.path.startswith(reverse("api_root")):
        return JsonResponse(
            {"message": f"{fault.title}。{fault.lede}"},
            status=fault.status,
            json_dumps_params={"ensure_ascii": False},
        )
    # Without the request: context processors would ask the database for the frame.
    page = loader.get_template("portal/fault.html")
    words = {"fault": fault, "typed": typed_texts(request)}
    return HttpResponse(page.render(words), status=fault.status)

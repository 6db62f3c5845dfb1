"""``/seen/``: a page tells that it was opened."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from feedback.visits.counting import counter, flush
from feedback.visits.rules import is_machine, page_key
from portal.read_only import keeps_nothing


@keeps_nothing
@require_POST
@csrf_exempt
@never_cache
def seen(request: HttpRequest) -> HttpResponse:
    """Count one opening, without looking at session, account or address. Always 204.

    Queries: none; when it is time, those of ``flush``.
    """
    page_id = page_key(request.POST.get("page", ""))
    # Browsers say from where a message comes; another site's page is nobody's reading of ours.
    is_ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    is_reader = is_ours and not is_machine(request.headers.get("User-Agent", ""))
    if page_id and is_reader and counter.add(page_id, timezone.localdate()):
        flush()
    return HttpResponse(status=204)

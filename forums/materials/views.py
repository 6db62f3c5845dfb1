"""Materials: their addresses, and their part of the organiser's desk."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors
from forums.materials import actions
from forums.materials.forms import MaterialForm
from forums.materials.queries import may_have
from forums.models import Material
from forums.organising.access import led_event
from forums.web import METHODS, sent, shown
from media.serving import file_response


@require_safe
def material(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a file, or lead to a link; missing and forbidden look alike. Queries: ≤ 7."""
    found = Material.objects.select_related("page", "document").filter(pk=pk).first()
    if found is None or not may_have(request.user, found):
        raise Http404("没有这份资料。")
    if found.document is None:
        return HttpResponseRedirect(found.link)
    name = found.document.download_name
    return file_response(request, found.document.file, public=False, download_name=name)


@METHODS
@for_authors
def materials(request: HttpRequest, pk: int) -> HttpResponse:
    """All materials of an event, and the form for one more."""
    page = led_event(request, pk)
    form = MaterialForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid() and _added(form, request, pk):
        messages.success(request, "资料已经添加，报了名的老师看得到。")
        return redirect("events:materials", pk=pk)
    context = {
        "page": page,
        "form": form,
        "materials": page.materials.select_related("document"),
        "page_title": "资料和录像",
    }
    return shown(request, "organising/materials", context, status=422 if form.errors else 200)


def _added(form: MaterialForm, request: HttpRequest, pk: int) -> bool:
    try:
        actions.add_material(page_id=pk, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@require_POST
@for_authors
def change(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Release, withhold or remove a material."""
    act, words = {
        "release": (actions.release_material, "已经公开，能看到活动的人都看得到。"),
        "withhold": (actions.withhold_material, "已经收回，只给报了名的老师看。"),
        "remove": (actions.remove_material, "资料已经移走。"),
    }[verb]
    changed = act(material_id=pk, by=request.user)
    messages.success(request, words)
    return redirect("events:materials", pk=changed.page_id)

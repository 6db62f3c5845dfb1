"""What scripts of the form ask for: keeping the text, searching a catalogue."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from editorial import actions
from editorial.desk.access import (
    for_authors,
    of_another_account,
    own_piece,
    size_of,
    typed_fields,
)
from editorial.desk.writing import form_class, submission_type, token_from
from editorial.errors import NotPossible
from editorial.forms.picking import Picker, PickField, PickWidget, number
from editorial.queries import submission_types

MOST_TYPED = 1_000_000


@require_POST
@for_authors
def autosave(request: HttpRequest) -> HttpResponse:
    """Keep the open form as it is; answers with the time, or with a reason in words."""
    fields = typed_fields(request.POST)
    if size_of(fields) > MOST_TYPED:
        return JsonResponse({"message": "内容太长，服务器没有自动保存。"}, status=413)
    if of_another_account(request):
        raise NotPossible("这份表单是用另一个账号打开的，没有自动保存。")
    kind = submission_type(request.POST.get("kind", "")).kind
    page_id = number(request.POST.get("page", ""))
    if page_id is not None:
        own_piece(request.user, page_id)
    copy = actions.autosave(
        author=request.user,
        token=token_from(request.POST.get("token")),
        kind=kind,
        data=_without_nul(fields),
        page_id=page_id,
    )
    return JsonResponse({"saved": f"{timezone.localtime(copy.updated_at):%H:%M}"})


def _without_nul(fields: dict[str, list[str]]) -> dict[str, list[str]]:
    """PostgreSQL's JSON holds no NUL."""
    return {
        key.replace("\0", ""): [value.replace("\0", "") for value in values]
        for key, values in fields.items()
    }


@require_POST
@for_authors
def discard(request: HttpRequest) -> HttpResponse:
    """Throw an unsaved copy away."""
    actions.discard_working_copy(author=request.user, token=token_from(request.POST.get("token")))
    return redirect("editorial:desk")


@require_safe
@for_authors
def pick(request: HttpRequest, picker: str) -> HttpResponse:
    """What a search box of a form finds, as a list of radio buttons."""
    catalogue = _catalogue(request, picker)
    name = request.GET.get("name", picker)[:60]
    pk = number(request.GET.get(name, ""))
    chosen = catalogue.load([pk]).get(pk) if pk else None
    value = (chosen, request.GET.get(f"{name}_query", ""), None)
    context = _widget(catalogue, picker).get_context(name, value, {"id": f"id_{name}"})
    return render(request, "editorial/desk/components/picker_options.html", context)


@require_POST
@for_authors
def pick_add(request: HttpRequest, picker: str) -> HttpResponse:
    """Add to a catalogue what it lacks; answers with the picker, in which it is chosen."""
    catalogue = _catalogue(request, picker)
    name = request.GET.get("name", picker)[:60]
    addition = catalogue.open_addition(name, request.POST, is_asked=True)
    if addition is None:
        raise Http404("这个目录不能补充。")
    chosen = catalogue.add(addition) if addition.is_valid() else None
    pk = number(request.POST.get(name, ""))
    before = catalogue.load([pk]).get(pk) if pk and chosen is None else None
    widget = _widget(catalogue, picker)
    if chosen is None:
        widget.refused = addition
        # htmx puts the cursor there.
        first = next((each for each in addition.errors if each in addition.fields), None)
        if first:
            addition.fields[first].widget.attrs["autofocus"] = True
    query = "" if chosen else request.POST.get(f"{name}_query", "")
    context = widget.get_context(name, (chosen or before, query, None), {"id": f"id_{name}"})
    context["told"] = catalogue.added(chosen) if chosen else ""
    status = 200 if chosen else 422
    return render(request, widget.template_name, context, status=status)


def _catalogue(request: HttpRequest, picker: str) -> Picker:
    catalogue = _pickers().get(picker)
    if catalogue is None:
        raise Http404("没有这个目录。")
    return catalogue.of(request.user)


def _widget(catalogue: Picker, picker: str) -> PickWidget:
    widget = PickWidget()
    widget.picker, widget.picker_name = catalogue, picker
    return widget


def _pickers() -> dict[str, Picker]:
    """Return the catalogues that the forms of all kinds choose from, by name."""
    found = {}
    for model in submission_types().values():
        form = form_class(model)
        groups = [form.base_fields, *(rows.picks() for rows in form.row_sets.values())]
        fields = [field for group in groups for field in group.values()]
        found |= {f.picker_name: f.picker for f in fields if isinstance(f, PickField)}
    return found

"""The forms: a new piece, a piece that is changed, and what is typed in between."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_http_methods

from editorial import actions
from editorial.desk.access import (
    as_querydict,
    for_authors,
    of_another_account,
    own_piece,
    take_kept,
)
from editorial.desk.checking import needs_a_look
from editorial.desk.menu import desk_menu
from editorial.desk.saving import Sheet, store
from editorial.enums import State
from editorial.errors import Conflict, NotPossible
from editorial.forms import SubmissionForm
from editorial.forms.picking import number, without_addition
from editorial.models import Decision, Submission, WorkingCopy
from editorial.queries import standing_of, submission_types, unsaved_copies, with_standing
from editorial.rules import may_edit

SAVED = "desk_saved"
SUBMITTED = "已经送审，进展都显示在这里。"
# What only shows the form again: a new row, a search, the browser's own copy of the text.
QUIET = ("add", "find", "restore")
METHODS = require_http_methods(["GET", "HEAD", "POST"])
OTHER_ACCOUNT = "这份表单是用另一个账号打开的，没有保存。确定要存到现在的账号里，请再保存一次。"
RESTORED = "这是您上次写到一半的文字，还没有存成草稿，请核对后保存。图片如果不在，请重新添加。"


def form_class(model: type[Submission]) -> type[SubmissionForm]:
    """Return the form that a page type names as its ``submission_form``."""
    return import_string(model.submission_form)


def submission_type(kind: str) -> type[Submission]:
    """Return the page type for a word in an address.

    Raises:
        Http404: there is no such kind.
    """
    model = submission_types().get(kind)
    if model is None:
        raise Http404("没有这一类稿件。")
    return model


def token_from(value: str | None) -> uuid.UUID:
    """Return the number of a form; a new one where none was sent.

    Raises:
        BadRequest: it is no such number.
    """
    try:
        return uuid.UUID(value) if value else uuid.uuid4()
    except ValueError:
        raise BadRequest("表单号不对。") from None


@METHODS
@for_authors
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a new piece of one kind; ``?copy=`` continues what was typed and never saved.

    Whatever else the address names is for the page type to read (``Submission.begin_from``).
    """
    model = submission_type(kind)
    if request.method == "POST":
        return _post(request, Sheet(model, token_from(request.POST.get("token")), model()))
    copy = _own_copy(request, page_id=None)
    typed = take_kept(request) or (as_querydict(copy.data) if copy else None)
    token = token_from(typed.get("token") if typed else None)
    blank = model() if typed else model.begin_from(request)
    sheet = Sheet(model, copy.token if copy else token, blank)
    waiting = [] if typed else [c for c in unsaved_copies(request.user) if c.kind == kind][:3]
    return _open(request, sheet, typed, waiting)


@METHODS
@for_authors
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a piece of one's own."""
    piece = own_piece(request.user, pk)
    sheet = Sheet(type(piece), token_from(request.POST.get("token")), piece)
    sheet.move_to(piece.pk)
    if request.method == "POST":
        sheet.base_revision_id = number(request.POST.get("base_revision", ""))
        return _post(request, sheet)
    typed = take_kept(request)
    piece.draft_audience = sheet.page.audience
    [piece] = with_standing([piece])
    verdict = may_edit(piece.standing.state)
    if not verdict and typed is None:
        messages.warning(request, verdict.reason)
        return redirect("editorial:submission", pk=pk)
    copies = WorkingCopy.objects.filter(author=request.user, page_id=pk)
    last = copies.order_by("-updated_at").first()
    sheet.token = last.token if last else sheet.token
    if typed is None and (copy := _own_copy(request, page_id=pk)):
        typed, sheet.token = as_querydict(copy.data), copy.token
    if typed:
        sheet.base_revision_id = number(typed.get("base_revision", "")) or sheet.base_revision_id
    waiting = [] if typed else list(copies.exclude(data={})[:1])
    return _open(request, sheet, typed, waiting, reason=piece.reason)


def _own_copy(request: HttpRequest, page_id: int | None) -> WorkingCopy | None:
    """Return the unsaved copy that ``?copy=`` names, if it is the author's and of this piece."""
    if "copy" not in request.GET:
        return None
    token = token_from(request.GET["copy"])
    copies = WorkingCopy.objects.filter(author=request.user, token=token, page_id=page_id)
    return copies.exclude(data={}).first()


def _open(
    request: HttpRequest,
    sheet: Sheet,
    typed: QueryDict | None,
    waiting: list[WorkingCopy],
    reason: Decision | None = None,
) -> HttpResponse:
    form = form_class(sheet.model)(
        author=request.user, page=sheet.page, data=typed, quiet=typed is not None
    )
    notice = RESTORED if typed else ""
    return _show(request, sheet, form, waiting=waiting, notice=notice, reason=reason)


def _post(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    action, _, detail = request.POST.get("action", "save").partition(":")
    if action == "propose":
        return _propose(request, sheet, detail)
    quiet = action in QUIET
    form = form_class(sheet.model)(
        author=request.user,
        page=sheet.page,
        data=_with_row(request.POST, detail) if action == "add" else request.POST,
        files=request.FILES,
        quiet=quiet,
    )
    if quiet:
        return _show(request, sheet, form, notice=RESTORED if action == "restore" else "")
    if not form.is_valid():
        return _show(request, sheet, form, status=422)
    if of_another_account(request):
        return _show(request, sheet, form, status=409, notice=OTHER_ACCOUNT, level="warning")
    try:
        store(sheet, form, request.user)
    except (Conflict, NotPossible) as refused:
        return _show(request, sheet, form, status=409, notice=str(refused), level="warning")
    if action == "submit":
        return _submit(request, sheet, form)
    _note_saved(request, sheet, form)
    if action == "preview":
        return redirect("editorial:preview", pk=sheet.page.pk)
    messages.success(request, "草稿已保存。")
    return redirect("editorial:edit", pk=sheet.page.pk)


def _propose(request: HttpRequest, sheet: Sheet, name: str) -> HttpResponse:
    """Add to a catalogue what it lacks and choose it; all that was typed stays on the page."""
    cls = form_class(sheet.model)
    form = cls(
        author=request.user, page=sheet.page, data=request.POST, files=request.FILES, quiet=True
    )
    pick = form.pick(name)
    addition = pick and pick.picker.open_addition(name, request.POST, is_asked=True)
    if pick is None or addition is None:
        raise BadRequest("这里不能补充。")
    chosen = pick.picker.add(addition) if addition.is_valid() else None
    if chosen is None:
        pick.widget.refused = addition
        return _show(request, sheet, form, status=422)
    # New pictures have been taken in with the first form; the files are not read again.
    data = without_addition(form.data, name)
    data[name] = str(chosen.pk)
    form = cls(author=request.user, page=sheet.page, data=data, quiet=True)
    return _show(request, sheet, form, notice=pick.picker.added(chosen), level="success")


def _submit(request: HttpRequest, sheet: Sheet, form: SubmissionForm) -> HttpResponse:
    """Hand in what has just been stored; what is missing is told beside its field."""
    pk = sheet.page.pk
    if not sheet.page.missing_for_submission() and needs_a_look(sheet.page, sheet.base_revision_id):
        _note_saved(request, sheet, form)
        return redirect("editorial:check", pk=pk)
    try:
        actions.submit(page_id=pk, author=request.user, revision_id=sheet.base_revision_id)
    except ValidationError as missing:
        form.add_missing(missing.message_dict)
        notice = "草稿已经存好，补全下面几处就可以送审。"
        return _show(request, sheet, form, status=422, notice=notice, is_saved=True)
    except (Conflict, NotPossible) as refused:
        # A second click on the button finds the piece where the first one brought it.
        if standing_of(own_piece(request.user, pk)).state != State.IN_REVIEW:
            return _show(request, sheet, form, status=409, notice=str(refused), level="warning")
    _note_saved(request, sheet, form)
    messages.success(request, SUBMITTED)
    return redirect("editorial:submission", pk=pk)


def _note_saved(request: HttpRequest, sheet: Sheet, form: SubmissionForm) -> None:
    # The next page tells the browser that its own copy of this form is no longer needed.
    request.session[SAVED] = str(sheet.token)
    if form.dropped_pictures:
        messages.warning(request, "粘贴来的图片没有带进来，请在“图片”一栏里逐张添加。")


def _with_row(data: QueryDict, name: str) -> QueryDict:
    """Return the form as sent with one more row in the group ``name``."""
    key = f"{name}-TOTAL_FORMS"
    total = number(data.get(key, ""))
    if name == "pictures" or total is None:  # a new picture brings its own row
        return data
    longer = data.copy()
    longer[key] = longer[f"{name}-{total}-ORDER"] = str(total + 1)
    return longer


def _show(
    request: HttpRequest,
    sheet: Sheet,
    form: SubmissionForm,
    *,
    status: int = 200,
    notice: str = "",
    level: str = "info",
    waiting: list[WorkingCopy] | None = None,
    is_saved: bool = False,
    reason: Decision | None = None,
) -> HttpResponse:
    saved_token = request.session.pop(SAVED, "") if status == 200 else ""
    name = sheet.model._meta.verbose_name
    context: dict[str, Any] = {
        "form": form,
        "sheet": sheet,
        "kind_name": name,
        "page_title": f"修改{name}" if sheet.page.pk else f"写{name}",
        "piece_title": sheet.page.title if sheet.page.pk else "",
        "notice": notice,
        "notice_level": level,
        "waiting": waiting or [],
        "reason": reason,
        "desk_menu": desk_menu(request),
        "saved_token": str(sheet.token) if is_saved else saved_token,
    }
    return render(request, "editorial/desk/form.html", context, status=status)

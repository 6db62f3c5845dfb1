"""What is written about one reading: progress, days, notes, photos."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from editorial.desk.menu import desk_menu
from media.serving import file_response
from reading.models import AnnotationPhoto, Note, ReadingRecord
from reading.shelf import actions
from reading.shelf.access import done, for_readers, way_back
from reading.shelf.forms import DatesForm, NoteForm, PhotoForm, ProgrammeForm, ProgressForm
from reading.shelf.kinds import open_kinds
from reading.shelf.views import show_book


def _own(request: HttpRequest, pk: int) -> ReadingRecord:
    return ReadingRecord.objects.of(request.user).select_related("work").get(pk=pk)


def _settle(
    request: HttpRequest, record: ReadingRecord, form: forms.Form, action: Any, said: str
) -> HttpResponse:
    """Carry out what a form of the book's page asks; with mistakes, show it again."""
    if done(form, action, reader=request.user, record_id=record.pk):
        messages.success(request, said)
        return redirect(way_back(request, record.work_id))
    return show_book(request, record.work_id, sent=form, sent_for=record.pk, status=422)


@require_POST
@for_readers
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Note how far one is."""
    record = _own(request, pk)
    form = ProgressForm(request.POST, place=pk)
    return _settle(request, record, form, actions.note_progress, "进度记下了。")


@require_POST
@for_readers
def progress_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an entry of the history."""
    record = actions.delete_progress(reader=request.user, entry_id=pk)
    messages.success(request, "这条进度删掉了。")
    return redirect(way_back(request, record.work_id))


@require_POST
@for_readers
def dates(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the days of a reading."""
    record = _own(request, pk)
    form = DatesForm(request.POST, place=pk)
    return _settle(request, record, form, actions.move_dates, "日期改好了。")


@require_POST
@for_readers
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a reading counts as, and whether it does."""
    record = _own(request, pk)
    form = ProgrammeForm(request.POST, place=pk, kinds=open_kinds(record.work, request.user))
    return _settle(request, record, form, _set_programme, "记下了。")


def _set_programme(*, reader: Any, record_id: int, kind: str, counts: bool) -> None:
    actions.choose_kind(reader=reader, record_id=record_id, kind=kind)
    actions.let_count(reader=reader, record_id=record_id, counts=counts)


@require_POST
@for_readers
def record_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a reading with all that was noted about it."""
    record = _own(request, pk)
    actions.delete_record(reader=request.user, record_id=pk)
    messages.success(request, f"{record.work}的这条记录删掉了。")
    return redirect("shelf:home")


@require_POST
@for_readers
def note_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a thought or a quotation."""
    record = _own(request, pk)
    form = NoteForm(request.POST, place=pk)
    return _settle(request, record, form, actions.add_note, "记下了。")


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a note."""
    own = Note.objects.select_related("record__work").get(pk=pk, record__reader=request.user)
    values = {"kind": own.kind, "text": own.text, "page": own.page}
    data = request.POST if request.method == "POST" else None
    form = NoteForm(data, place=f"n{pk}", initial=values)
    if data is not None and done(form, actions.change_note, reader=request.user, note_id=pk):
        messages.success(request, "改好了。")
        return redirect("shelf:book", own.record.work_id)
    context = {
        "form": form,
        "note": own,
        "work": own.record.work,
        "desk_menu": desk_menu(request),
        "page_title": f"修改{own.get_kind_display()}",
    }
    status = 422 if form.errors else 200
    return render(request, "reading/shelf/note.html", context, status=status)


@require_POST
@for_readers
def note_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a note."""
    gone = actions.delete_note(reader=request.user, note_id=pk)
    messages.success(request, f"这条{gone.get_kind_display()}删掉了。")
    return redirect("shelf:book", gone.record.work_id)


@require_POST
@for_readers
def photo_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a photo."""
    record = _own(request, pk)
    form = PhotoForm(request.POST, request.FILES, place=pk)
    return _settle(request, record, form, actions.add_photo, "照片存好了，只有您自己能看到。")


@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a photo to its reader; to all others it does not exist, signed in or not."""
    if not request.user.is_authenticated:
        raise Http404
    own = AnnotationPhoto.objects.filter(pk=pk, record__reader=request.user).first()
    if own is None:
        raise Http404
    return file_response(request, own.file, public=False)


@require_POST
@for_readers
def photo_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a photo and its file."""
    work_id = actions.delete_photo(reader=request.user, photo_id=pk)
    messages.success(request, "照片删掉了。")
    return redirect("shelf:book", work_id)

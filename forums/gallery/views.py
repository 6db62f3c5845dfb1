"""Photos: the organiser's and the editors' desk, and the addresses of the pictures."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors
from forums.gallery import actions, queries
from forums.gallery.forms import UploadForm, WordsForm
from forums.models import EventPhoto, ForumEventPage
from forums.organising.access import led_event
from forums.registration.forms import ReasonForm
from forums.web import METHODS, sent, shown
from media.serving import file_response

SIZES = {"small": "fill-480x320|format-webp", "large": "max-1600x1600|format-webp"}


@require_safe
def picture(request: HttpRequest, pk: int, size: str) -> HttpResponseBase:
    """Send a photo; missing and forbidden look alike. Queries: ≤ 8."""
    photo = EventPhoto.objects.select_related("page", "image").filter(pk=pk).first()
    if photo is None or size not in SIZES or not queries.may_see(request.user, photo):
        raise Http404("没有这张照片。")
    is_public = queries.is_for_everybody(photo)
    return file_response(request, photo.image.get_rendition(SIZES[size]).file, public=is_public)


@METHODS
@for_authors
def photos(request: HttpRequest, pk: int) -> HttpResponse:
    """All photos of an event, and the form for more. Queries: constant."""
    page = led_event(request, pk)
    form = UploadForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid() and _taken_in(form, request, pk):
        return redirect("events:photos", pk=pk)
    return _desk(request, page, form=form)


def _taken_in(form: UploadForm, request: HttpRequest, pk: int) -> bool:
    """Store each file; those that are refused are named, the others stay."""
    stored = 0
    for file in form.cleaned_data["files"]:
        try:
            actions.add_photo(page_id=pk, by=request.user, file=file)
        except ValidationError as error:
            form.add_error("files", f"{file.name}：{'，'.join(error.messages)}")
        else:
            stored += 1
    if stored:
        messages.success(request, f"收下了 {stored} 张照片。写明画面和画面里的人，编辑看过就公开。")
    return not form.errors


@require_POST
@for_authors
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a photo shows."""
    photo = _photo(pk)
    page = led_event(request, photo.page_id)
    form = WordsForm(request.POST, auto_id=_ids(photo))
    if form.is_valid():
        try:
            actions.describe_photo(photo_id=pk, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "说明已经保存，编辑看过就公开。")
            return redirect(f"{reverse('events:photos', args=[page.pk])}#photo-{pk}")
    return _desk(request, page, words={pk: form})


@require_POST
@for_authors
def change(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Show, withhold or remove a photo."""
    page_id = _photo(pk).page_id
    act, said = {
        "show": (actions.show_photo, "已经公开，能看到活动的人都看得到。"),
        "withhold": (actions.withhold_photo, "已经收回，读者看不到了。"),
        "remove": (actions.remove_photo, "照片已经移走。"),
    }[verb]
    act(photo_id=pk, by=request.user)
    messages.success(request, said)
    return redirect("events:photos", pk=page_id)


@METHODS
@for_authors
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """An editor does not show a photo, and says why."""
    photo = _photo(pk)
    page = led_event(request, photo.page_id)
    form = ReasonForm(sent(request))
    if form.is_valid():
        actions.decline_photo(photo_id=pk, by=request.user, **form.cleaned_data)
        messages.success(request, "没有公开，理由已经告诉上传的人。")
        return redirect("events:photos", pk=page.pk)
    context = {
        "page": page,
        "form": form,
        "text": f"不公开这张照片：{photo}。上传的人会看到理由，可以改好说明再交。",
        "submit": "不公开",
        "page_title": "不公开照片",
    }
    return shown(request, "organising/reason", context, status=422 if form.errors else 200)


@require_safe
@for_authors
def waiting(request: HttpRequest) -> HttpResponse:
    """The events whose photos wait for an editor. Queries: constant."""
    if not queries.is_editor(request.user):
        raise PermissionDenied("照片由编辑和总编来看。")
    context = {"waiting": queries.waiting_for(request.user), "page_title": "等您看的活动照片"}
    return shown(request, "gallery/waiting", context)


def _photo(pk: int) -> EventPhoto:
    photo = EventPhoto.objects.filter(pk=pk).first()
    if photo is None:
        raise Http404(actions.GONE)
    return photo


def _ids(photo: EventPhoto) -> str:
    return f"id_{photo.pk}_%s"


def _desk(
    request: HttpRequest,
    page: ForumEventPage,
    *,
    form: UploadForm | None = None,
    words: dict[int, WordsForm] | None = None,
) -> HttpResponse:
    words = words or {}
    rows = [
        {
            "photo": photo,
            "form": words.get(photo.pk)
            or WordsForm(initial={"alt": photo.alt, "faces": photo.faces}, auto_id=_ids(photo)),
            "is_own": photo.added_by_id == request.user.pk,
        }
        for photo in page.photos.select_related("added_by")
    ]
    form = form or UploadForm()
    has_errors = bool(form.errors) or any(each.errors for each in words.values())
    context: dict[str, Any] = {
        "page": page,
        "rows": rows,
        "form": form,
        "is_editor": queries.is_editor(request.user),
        "page_title": "照片",
    }
    return shown(request, "gallery/desk", context, status=422 if has_errors else 200)

"""Files by their address. Nothing else is served below the media address."""

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.documents.models import document_served

from media.models import PortalDocument, PortalImage, PortalRecording, PortalRendition
from media.queries import is_public, may_view_original, may_view_private
from media.serving import PRIVATE_CACHE_CONTROL, file_response

# The names that the intake and Wagtail give; refuses traversal and control characters before
# the database sees them (PostgreSQL fails on NUL).
STORED_PATH = re.compile(
    r"(images|original_images|recordings|captions)/[A-Za-z0-9_-][A-Za-z0-9._-]{0,180}"
)


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send the picture or recording stored at ``path`` if the visitor may have it, else 404.

    Missing and forbidden look alike, so that an address tells nothing. Two queries for an
    anonymous visitor, and the session is not touched for a public file.
    """
    match = STORED_PATH.fullmatch(path)
    if match is None:
        return _not_found()
    try:
        if match[1] == "original_images":
            return _serve_original(request, path)
        if match[1] == "images":
            return _serve_rendition(request, path)
        return _serve_recording(request, path, "captions" if match[1] == "captions" else "file")
    except Http404:
        return _not_found()


def _not_found() -> HttpResponse:
    """A line of text: the portal's own 404 page costs queries, and an ``<img>`` shows none."""
    return HttpResponseNotFound(
        "找不到这个文件。",
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": PRIVATE_CACHE_CONTROL},
    )


def _serve_rendition(request: HttpRequest, path: str) -> HttpResponseBase:
    rendition = PortalRendition.objects.select_related("image").filter(file=path).first()
    if rendition is None:
        raise Http404
    public = is_public(rendition.image)
    if not public and not may_view_private(request.user, rendition.image):
        raise Http404
    return file_response(request, rendition.file, public=public)


def _serve_original(request: HttpRequest, path: str) -> HttpResponseBase:
    if not request.user.is_authenticated:
        raise Http404
    image = PortalImage.objects.filter(file=path).first()
    if image is None or not may_view_original(request.user, image):
        raise Http404
    return file_response(request, image.file, public=False)


def _serve_recording(request: HttpRequest, path: str, field: str) -> HttpResponseBase:
    recording = PortalRecording.objects.filter(**{field: path}).first()
    if recording is None:
        raise Http404
    public = is_public(recording)
    if not public and not may_view_private(request.user, recording):
        raise Http404
    return file_response(request, getattr(recording, field), public=public)


@require_safe
def serve_document(
    request: HttpRequest, document_id: int, document_filename: str
) -> HttpResponseBase:
    """Send an attachment, in place of Wagtail's view, which shows PDF inside the site's origin.

    The hooks of Wagtail's view run here too: its own asks for restrictions of collections,
    ours (``media.wagtail_hooks``) raises 404 unless the visitor may see the document.
    """
    documents = PortalDocument.objects.select_related("collection")
    document = documents.filter(pk=document_id).first()
    if document is None or document.filename != document_filename:
        raise Http404
    for check in hooks.get_hooks("before_serve_document"):
        answer = check(document, request)
        if isinstance(answer, HttpResponseBase):
            return answer
    document_served.send(sender=PortalDocument, instance=document, request=request)
    return file_response(
        request,
        document.file,
        public=is_public(document),
        download_name=document.download_name,
    )

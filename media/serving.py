"""File responses: the same headers and conditional requests for all kinds of files."""

import mimetypes
from hashlib import sha256
from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

from media.ranges import NotSatisfiable, Part, asked_range
from portal.faults.rules import diagnose

# Withdrawn pictures leave shared caches within this time.
PUBLIC_CACHE_CONTROL = "public, max-age=600"
PRIVATE_CACHE_CONTROL = "private, no-store"
# What the machine's own table of types may call otherwise, or not know.
CONTENT_TYPES = {
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "vtt": "text/vtt; charset=utf-8",
    "webm": "video/webm",
}


def file_response(
    request: HttpRequest, file: FieldFile, *, public: bool, download_name: str | None = None
) -> HttpResponseBase:
    """Answer ``request`` with the stored ``file``; permission has been checked before.

    With ``download_name`` the file is an attachment of that name, else it is shown inline.
    With the setting ``MEDIA_ACCEL_PREFIX`` nginx sends the bytes (X-Accel-Redirect from an
    ``internal`` location over the media folder). A player that asks for a range gets it (206,
    or 416). Raises ``Http404`` if storage lacks the file, ``OSError`` if storage is out of order.
    """
    try:
        size = file.size
        modified = int(file.storage.get_modified_time(file.name).timestamp())
    except OSError as error:
        if diagnose(error):  # the disk or the object storage, not this file
            raise
        raise Http404 from error
    etag = f'"{sha256(f"{file.name}:{size}:{modified}".encode()).hexdigest()[:32]}"'
    response = None
    if public:
        response = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is None:
        response = _part(request, file, size, etag) or _answer(request, file, download_name)
        if not accel_prefix_in_use():
            # With it the answer to nginx is empty, and nginx counts the bytes that it sends.
            response.setdefault("Content-Length", str(size))
        response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    # Feed readers of other sites show the public pictures.
    response["Cross-Origin-Resource-Policy"] = "cross-origin" if public else "same-origin"
    response["Cache-Control"] = PUBLIC_CACHE_CONTROL if public else PRIVATE_CACHE_CONTROL
    if public:
        response["ETag"] = etag
        response["Last-Modified"] = http_date(modified)
    return response


def content_type_of(name: str) -> str:
    """Return the type under which a stored file is sent."""
    known = CONTENT_TYPES.get(name.rpartition(".")[2])
    return known or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _part(request: HttpRequest, file: FieldFile, size: int, etag: str) -> HttpResponseBase | None:
    """Answer with the range that was asked for; nothing where the whole file is to be sent."""
    header = request.headers.get("Range", "")
    # A part is worth having only of the version of which the player holds the rest.
    is_same = request.headers.get("If-Range", etag) == etag
    if not header or not is_same or request.method != "GET" or accel_prefix_in_use():
        return None
    try:
        asked = asked_range(header, size)
    except NotSatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if asked is None:
        return None
    first, last = asked
    return StreamingHttpResponse(
        Part(file.storage.open(file.name, "rb"), first, last),
        status=206,
        content_type=content_type_of(file.name),
        headers={
            "Content-Length": str(last - first + 1),
            "Content-Range": f"bytes {first}-{last}/{size}",
        },
    )


def accel_prefix_in_use() -> str:
    """The address below which nginx sends files itself, ranges included; empty without it."""
    return getattr(settings, "MEDIA_ACCEL_PREFIX", "")


def _answer(request: HttpRequest, file: FieldFile, download_name: str | None) -> HttpResponseBase:
    content_type = content_type_of(file.name)
    accel_prefix = accel_prefix_in_use()
    if request.method != "HEAD" and not accel_prefix:
        return FileResponse(
            file.storage.open(file.name, "rb"),
            as_attachment=download_name is not None,
            filename=download_name or "",
            content_type=content_type,
        )
    response = HttpResponse(content_type=content_type)
    if accel_prefix:
        response["X-Accel-Redirect"] = f"{accel_prefix.rstrip('/')}/{quote(file.name)}"
    disposition = content_disposition_header(download_name is not None, download_name)
    if disposition:
        response["Content-Disposition"] = disposition
    return response

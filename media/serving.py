"""File responses: the same headers and conditional requests for pictures and attachments."""

import mimetypes
from hashlib import sha256
from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

# Withdrawn pictures leave shared caches within this time.
PUBLIC_CACHE_CONTROL = "public, max-age=600"
PRIVATE_CACHE_CONTROL = "private, no-store"


def file_response(
    request: HttpRequest, file: FieldFile, *, public: bool, download_name: str | None = None
) -> HttpResponseBase:
    """Answer ``request`` with the stored ``file``; permission has been checked before.

    With ``download_name`` the file is an attachment of that name, else it is shown inline.
    With the setting ``MEDIA_ACCEL_PREFIX`` nginx sends the bytes (X-Accel-Redirect from an
    ``internal`` location over the media folder). Raises ``Http404`` if storage lacks the file.
    """
    try:
        size = file.size
        modified = int(file.storage.get_modified_time(file.name).timestamp())
    except OSError as error:
        raise Http404 from error
    etag = f'"{sha256(f"{file.name}:{size}:{modified}".encode()).hexdigest()[:32]}"'
    response = None
    if public:
        response = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is None:
        response = _answer(request, file, download_name)
        response.setdefault("Content-Length", str(size))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    response["Cache-Control"] = PUBLIC_CACHE_CONTROL if public else PRIVATE_CACHE_CONTROL
    if public:
        response["ETag"] = etag
        response["Last-Modified"] = http_date(modified)
    return response


def _answer(request: HttpRequest, file: FieldFile, download_name: str | None) -> HttpResponseBase:
    content_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    accel_prefix = getattr(settings, "MEDIA_ACCEL_PREFIX", "")
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

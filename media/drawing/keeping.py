"""Drawn pictures are kept as files, of a limited number, and sent with a mark of their content."""

import hashlib
from collections.abc import Callable

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.http import content_disposition_header, parse_etags

from media.drawing import fonts

# A corrected text keeps its address: after an hour a browser asks again, and mostly hears 304.
SECONDS = 3600


def key_of(*parts: object) -> str:
    """Return a key for whatever is drawn of these parts."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:40]


def picture(
    request: HttpRequest,
    key: str,
    draw: Callable[[], bytes],
    content_type: str,
    name: str,
    *,
    seconds: int = SECONDS,
) -> HttpResponse:
    """Answer with a picture, drawn now if it is not kept.

    Args:
        key: from ``key_of``; the same key, the same picture.
        draw: returns its bytes.
        name: of the file, when it is saved.
        seconds: for which browsers and caches need not ask again; 0: they ask each time.

    Two requests at once may both draw it; they draw the same. Without a Chinese font the answer is
    503 and says what to install.
    """
    etag = f'"{key}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _public(HttpResponseNotModified(), etag, seconds)
    content = caches["cards"].get(key)
    if content is None:
        try:
            content = draw()
        except fonts.NoFont as missing:
            return no_font(request, missing)
        caches["cards"].set(key, content)
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return _public(answer, etag, seconds)


def no_font(request: HttpRequest, missing: fonts.NoFont) -> HttpResponse:
    """Say what to install (503)."""
    context = {"text": str(missing), "page_title": "现在画不出图片"}
    answer = render(request, "media/no_font.html", context, status=503)
    answer["Cache-Control"] = "no-store"
    return answer


def _public(answer: HttpResponse, etag: str, seconds: int) -> HttpResponse:
    answer["ETag"] = etag
    answer["Cache-Control"] = f"public, max-age={seconds}" if seconds else "public, no-cache"
    return answer

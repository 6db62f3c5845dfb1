"""Drawn pictures are kept as files, of a limited number, and sent with a mark of their content."""

import hashlib
from collections.abc import Callable

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.http import parse_etags

from reading.cards import fonts

# A corrected text keeps its address: after an hour a browser asks again, and mostly hears 304.
SECONDS = 3600


def key_of(*parts: object) -> str:
    """Return a key for whatever is drawn of these parts."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:40]


def picture(
    request: HttpRequest, key: str, draw: Callable[[], bytes], content_type: str, name: str
) -> HttpResponse:
    """Answer with a picture, drawn now if it is not kept.

    Args:
        key: from ``key_of``; the same key, the same picture.
        draw: returns its bytes.
        name: of the file, when it is saved.

    Two requests at once may both draw it; they draw the same. Without a Chinese font the answer is
    503 and says what to install.
    """
    etag = f'"{key}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _public(HttpResponseNotModified(), etag)
    content = caches["cards"].get(key)
    if content is None:
        try:
            content = draw()
        except fonts.NoFont as missing:
            context = {"text": str(missing), "page_title": "现在画不出图片"}
            answer = render(request, "reading/cards/no_font.html", context, status=503)
            answer["Cache-Control"] = "no-store"
            return answer
        caches["cards"].set(key, content)
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return _public(answer, etag)


def _public(answer: HttpResponse, etag: str) -> HttpResponse:
    answer["ETag"] = etag
    answer["Cache-Control"] = f"public, max-age={SECONDS}"
    return answer

"""Pictures of pages by address. They are asked for anew each time: a page may be withdrawn."""

import io

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from media.drawing.fonts import NoFont
from media.drawing.keeping import key_of, no_font, picture
from media.posters.pictures import SHAPES, VERSION, Unusable, of_words, with_picture
from media.posters.queries import public_cover, shareable_page
from media.posters.words import words_of, words_of_site
from portal.models import SiteIdentity

JPEG = "image/jpeg"


@require_safe
def page_picture(request: HttpRequest, page_id: int, shape: str) -> HttpResponse:
    """Poster, square or wide picture of a page that the public may read; 404 for any other.

    Queries: those of ``shareable_page``, and 1 to 3.
    """
    kind, page = SHAPES.get(shape), shareable_page(page_id)
    if kind is None or page is None:
        raise Http404("没有这张图片。")
    try:
        words = words_of(page, SiteIdentity.for_request(request).site_name)
    except NoFont as missing:
        return no_font(request, missing)
    name = f"{page.title[:40]}-{kind.label}.jpg"
    cover = public_cover(page)
    if cover:
        key = key_of("poster", VERSION, shape, words, cover.file.name, cover.get_focal_point())
        try:
            return picture(
                request, key, lambda: with_picture(kind, words, cover), JPEG, name, seconds=0
            )
        except Unusable:
            pass  # kept under another key: the file may come back
    key = key_of("poster", VERSION, shape, words)
    return picture(request, key, lambda: of_words(kind, words), JPEG, name, seconds=0)


@require_safe
def site_square(request: HttpRequest) -> HttpResponse:
    """The square of the site itself, for addresses that are no page."""
    identity = SiteIdentity.for_request(request)
    words = words_of_site(identity.site_name, identity.tagline)
    key = key_of("poster", VERSION, "site", words)
    square = SHAPES["square"]
    return picture(request, key, lambda: of_words(square, words), JPEG, "site.jpg")


@require_safe
def code(request: HttpRequest, page_id: int) -> HttpResponse:
    """The address of a public page as QR code, for a phone held before a screen."""
    page = shareable_page(page_id)
    if page is None:
        raise Http404("没有这个页面。")
    drawn = io.BytesIO()
    segno.make(page.full_url, error="m", micro=False).save(
        drawn, kind="svg", border=4, light="#fff", dark="#000", svgclass=None, lineclass=None
    )
    answer = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    answer["Cache-Control"] = "public, no-cache"
    return answer

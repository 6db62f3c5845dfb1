"""What a reader does with a list: take it as a poster, want its books."""

import hashlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from editorial.enums import Audience
from media.drawing.fonts import NoFont
from portal.models import SiteIdentity
from reading.cards.posters import ListPoster, PosterBook, draw_list
from reading.lists.queries import list_for
from reading.models import BookListPage
from reading.shelf.actions import want_all


@require_safe
def poster(request: HttpRequest, page_id: int) -> HttpResponse:
    """The list as a picture; drawn once for what it says, then kept."""
    page = list_for(request.user, page_id)
    said = _poster_of(request, page)
    key = f"list-poster:{hashlib.sha256(repr(said).encode()).hexdigest()}"
    picture = caches["cards"].get(key)
    if picture is None:
        try:
            picture = draw_list(said)
        except NoFont as missing:
            return HttpResponse(str(missing), status=503, content_type="text/plain; charset=utf-8")
        caches["cards"].set(key, picture)
    answer = HttpResponse(picture, content_type="image/png")
    answer["Content-Disposition"] = content_disposition_header(False, f"书单-{page.title}.png")
    is_public = page.audience == Audience.PUBLIC
    # Asked for anew after an hour: a list may be corrected or withdrawn.
    caching: dict[str, Any] = (
        {"max_age": 3600} if is_public else {"private": True, "no_store": True}
    )
    patch_cache_control(answer, **caching)
    return answer


def _poster_of(request: HttpRequest, page: BookListPage) -> ListPoster:
    books = tuple(
        PosterBook(item.work.title, item.work.authors, item.reason, item.contributor)
        for item in page.items.all()
    )
    who = "，".join(part for part in (page.byline_author, page.byline_unit) if part)
    return ListPoster(
        title=page.title,
        kind=f"晒书单 · {page.kind_label}",
        byline=who,
        books=books,
        url=request.build_absolute_uri(page.get_url(request)),
        site_name=SiteIdentity.for_request(request).site_name,
    )


@require_POST
def want(request: HttpRequest, page_id: int) -> HttpResponse:
    """Put the books of a list on the own shelf; once more changes nothing."""
    page = list_for(request.user, page_id)
    url = page.get_url(request)
    if not request.user.is_authenticated:
        return redirect_to_login(url)
    amount = want_all(reader=request.user, work_ids=[item.work_id for item in page.items.all()])
    if amount:
        messages.success(request, f"{amount} 本书放进了您的“想读”，只有您自己看得见。")
    else:
        messages.info(request, "这些书都已经在您的书架上。")
    return redirect(url)

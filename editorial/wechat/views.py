"""公众号稿: a public page made ready to be pasted into the editor of a 公众号."""

import logging
from typing import Any

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from editorial.desk.access import for_authors
from editorial.desk.menu import desk_menu
from editorial.wechat.article import Picture, article_of
from editorial.wechat.queries import page_to_carry
from media.templatetags.media_tags import UNUSABLE
from portal.models import PortalPage
from portal.sharing import MOST_SHARED

logger = logging.getLogger(__name__)

# 公众号 refuses longer titles.
MOST_IN_TITLE = 64
# The width of its text column at twice the density; it takes JPEG, PNG and GIF.
DOWNLOAD = "width-1080|format-jpeg"
# The article is a document of its own, for its styles stand in attributes.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@csp_update({"style-src-attr": [UNSAFE_INLINE]})  # Chromium checks what it copies by the page's
@require_safe
@for_authors
def article(request: HttpRequest, page_id: int) -> HttpResponse:
    """Everything that the editor of a 公众号 asks for, in the order in which it does."""
    page = _page(request, page_id)
    made = article_of(page)
    context = {
        "piece": page,
        "html": made.html,
        "pictures": [_download(picture) for picture in made.pictures],
        "is_title_long": len(page.title) > MOST_IN_TITLE,
        "most_in_title": MOST_IN_TITLE,
        "most_in_summary": MOST_SHARED,
        "desk_menu": desk_menu(request),
        "page_title": f"公众号稿：{page.title}",
    }
    return render(request, "editorial/desk/article.html", context)


@require_safe
@for_authors
@xframe_options_sameorigin
def article_body(request: HttpRequest, page_id: int) -> HttpResponse:
    """The article alone, to be looked at and, without scripts, to be selected and copied."""
    page = _page(request, page_id)
    context = {"page": page, "html": article_of(page).html}
    answer = render(request, "editorial/desk/article_body.html", context)
    answer["Content-Security-Policy"] = POLICY
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _page(request: HttpRequest, page_id: int) -> PortalPage:
    page = page_to_carry(request.user, page_id)
    if page is None:
        raise Http404("没有这篇文章，或者它还没有公开。")
    return page


def _download(picture: Picture) -> dict[str, Any]:
    """Add the address of a JPEG; none where the file is lost or damaged."""
    try:
        url = picture.image.get_rendition(DOWNLOAD).url
    except UNUSABLE as error:
        logger.warning("The file of image %s is unusable: %s", picture.image.pk, str(error))
        url = ""
    return {"number": picture.number, "alt": picture.alt, "caption": picture.caption, "url": url}

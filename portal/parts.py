"""Parts of a page that rooms above hang in; a page without them is complete.

    @hooks.register(PAGE_PARTS_HOOK)
    def discussion(request, page):
        return render_to_string("discussions/parts/topics.html", {"page": page}, request)

A room looks at the type of the page by itself, and returns nothing for pages of others.
"""

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from wagtail import hooks
from wagtail.models import Page

PAGE_PARTS_HOOK = "page_parts"


def page_parts(request: HttpRequest, page: Page) -> SafeString:
    """Return what other rooms show at the foot of a page. Queries: those of the hooks."""
    parts = [part(request, page) for part in hooks.get_hooks(PAGE_PARTS_HOOK)]
    return mark_safe("".join(part for part in parts if part))  # noqa: S308 - rendered templates

"""Tags that every template may use: icons, page numbers, absolute addresses."""

from functools import lru_cache
from urllib.parse import urljoin

from django import template
from django.core.paginator import Page
from django.template.context import Context
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """Draw the Lucide icon ``name`` inline; it says nothing to a screen reader.

    Raises:
        IconDoesNotExist: no icon has that name, which is a mistake in the template.
    """
    return lucide(name, size=20, **{"class": "icon", "aria_hidden": "true", "focusable": "false"})


@register.simple_tag
def page_numbers(page: Page) -> list[int | str]:
    """Return the numbers to link from ``page``, with "…" where numbers are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag(takes_context=True)
def absolute_url(context: Context, address: str) -> str:
    """Return ``address`` with scheme and host, as a shared link needs it.

    The site's own address comes first; the host of the request serves views without a page.
    """
    page, request = context.get("page"), context.get("request")
    base = getattr(page, "full_url", None) or (request.build_absolute_uri("/") if request else "")
    return urljoin(base, address)

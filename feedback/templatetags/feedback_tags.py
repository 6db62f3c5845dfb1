"""Links out of the site, and the sign that a page was opened, in templates."""

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.utils.safestring import SafeString
from wagtail.models import Page

from feedback.leaving.links import notice_url, policy
from feedback.leaving.rules import mark_links
from feedback.visits.counting import is_on

register = template.Library()


@register.filter
def outward(markup: str) -> SafeString:
    """Mark the links of rendered rich text that leave the site; the rest stays byte for byte."""
    text = str(markup)
    return SafeString(mark_links(text, policy(), notice_url) if "//" in text else text)


@register.simple_tag(takes_context=True)
def counted_page(context: Context) -> int | None:
    """Return the page whose opening shall be counted, or nothing.

    Only visitors are: nobody who is signed in is watched, and editors do not count their own looks.
    """
    request: HttpRequest | None = context.get("request")
    page = context.get("page")
    is_shown = isinstance(page, Page) and page.live and not getattr(request, "is_preview", False)
    user = getattr(request, "user", None)
    is_visitor = user is not None and not user.is_authenticated
    return page.pk if is_shown and is_visitor and is_on() else None

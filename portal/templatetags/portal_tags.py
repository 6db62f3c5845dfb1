"""Tags that every template may use: icons, page numbers, absolute addresses."""

import re
from functools import lru_cache
from urllib.parse import urljoin

from django import template
from django.core.paginator import Page
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.urls import get_script_prefix
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

from portal.lasting import lasting
from portal.page_cache.parts import kept
from portal.sites import named_host
from portal.structured import as_script, breadcrumb_list

register = template.Library()

# The dots between the parts of a name (·, ‧, ・).
_BEHIND_DOT = re.compile("(?<=[\u00b7\u2027\u30fb])")
LONGEST_PART = 10
# Neither part of a longer number or word, nor of a time, a fraction or a version.
_SHORT_NUMBER = re.compile(r"(?<![0-9A-Za-z.:/#-])[0-9]{1,2}(?![0-9A-Za-z.:/-])")


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """Draw the Lucide icon ``name`` inline; it says nothing to a screen reader.

    Raises:
        IconDoesNotExist: no icon has that name, which is a mistake in the template.
    """
    return lucide(name, size=20, **{"class": "icon", "aria_hidden": "true", "focusable": "false"})


@register.filter
def whole_name(name: str) -> SafeString:
    """Let a name as 阿卜杜热合曼·艾力肯木 break behind its dots only.

    One with a part that might not fit a narrow column breaks anywhere.
    """
    parts = _BEHIND_DOT.split(name)
    if len(parts) == 1 or max(map(len, parts)) > LONGEST_PART:
        return conditional_escape(name)
    spans = ((part,) for part in parts)
    return format_html_join(mark_safe("<wbr>"), '<span class="nowrap">{}</span>', spans)


@register.filter
def upright_numbers(text: str) -> SafeString:
    """Mark the numbers of one or two digits in what is set vertically."""
    marked = _SHORT_NUMBER.sub(r'<span class="upright">\g<0></span>', conditional_escape(text))
    return mark_safe(marked)  # noqa: S308 - escaped above


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


@register.simple_tag(takes_context=True)
def structured_data(context: Context) -> SafeString:
    """Say in JSON-LD what the page is and where it lies; see ``portal.structured``.

    Search engines are nobody: who is signed in gets none, and what only some may read is not in it.
    """
    request, page = context.get("request"), context.get("page")
    if request is None or getattr(request, "is_preview", False):
        return SafeString("")
    if getattr(context.get("user"), "is_authenticated", False):
        return SafeString("")
    if hasattr(page, "structured_data"):
        said = page.structured_data(request)
    else:
        said = context.get("structured") or []
    things = list(said) if isinstance(said, list) else [said]
    here = context.get("page_title") or getattr(page, "title", "")
    trail = breadcrumb_list(context.get("breadcrumbs") or (), here, request)
    script = as_script([*things, *([trail] if trail else [])])
    return (
        format_html('<script type="application/ld+json">{}</script>', script)
        if script
        else SafeString("")
    )


class FrameNode(template.Node):
    """Draws what it surrounds once as long as the frame stands; see ``frame_part``."""

    def __init__(self, nodelist: NodeList, key: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.key = key

    def render(self, context: Context) -> SafeString:
        """Return what is kept; outside a request, and for an unnamed host, what there is now."""
        request = context.get("request")
        host = named_host(request) if request else ""
        if not host:
            return self.nodelist.render(context)
        # As text: what templates hand over may be lazy.
        parts = (str(part.resolve(context)) for part in self.key)
        key = ("frame", host, get_script_prefix(), *parts)
        return lasting(key, lambda: self.nodelist.render(context))


@register.tag("frame")
def frame_part(parser: Parser, token: Token) -> FrameNode:
    """Keep what stands between ``{% frame "name" … %}`` and ``{% endframe %}`` in this process.

    For parts that show nothing but the menu, the site's identity, addresses and files of ours:
    see ``portal.lasting`` for what renews them. The arguments are all that it depends on besides,
    each with a few values only, as whether somebody is signed in; the host is added.
    """
    return FrameNode(*_until_its_end(parser, token))


def _until_its_end(parser: Parser, token: Token) -> tuple[NodeList, list[FilterExpression]]:
    name, *arguments = token.split_contents()
    if not arguments:
        raise template.TemplateSyntaxError(f"{name} needs a name for what it keeps")
    nodelist = parser.parse((f"end{name}",))
    parser.delete_first_token()
    return nodelist, [parser.compile_filter(each) for each in arguments]


class KeptNode(template.Node):
    """Draws what it surrounds once for many requests; see ``kept_part``."""

    def __init__(self, nodelist: NodeList, key: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.key = key

    def render(self, context: Context) -> SafeString:
        """Return what is kept; in a preview, and outside a request, what there is now."""
        request = context.get("request")
        if request is None or getattr(request, "is_preview", False):
            return self.nodelist.render(context)
        key = (request.get_host(), *(part.resolve(context) for part in self.key))
        return SafeString(kept(key, lambda: self.nodelist.render(context)))


@register.tag("kept")
def kept_part(parser: Parser, token: Token) -> KeptNode:
    """Keep what stands between ``{% kept "name" … %}`` and ``{% endkept %}`` for everybody.

    Its arguments are all that the part depends on besides the database and the host. It must look
    alike to whoever asks, and read the rows that it shows itself: a queryset or a function handed
    to it, not a list. See ``portal.page_cache.parts``.
    """
    return KeptNode(*_until_its_end(parser, token))

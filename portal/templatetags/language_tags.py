"""Tells a screen reader which parts of a page are not Chinese."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from portal.languages import language_of, mark_languages

register = template.Library()


@register.filter(is_safe=True)
def languages(markup: str) -> SafeString:
    """Mark the paragraphs of rendered rich text that are in another language."""
    return SafeString(mark_languages(conditional_escape(markup)))


@register.simple_tag
def lang(text: str) -> SafeString:
    """Write the attribute ``lang`` of an element that holds ``text``, where it needs one."""
    language = language_of(text or "")
    return SafeString(f' lang="{language}"' if language else "")

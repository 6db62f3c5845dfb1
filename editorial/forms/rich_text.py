"""Running text: a textarea that works by itself, and an editor where the browser has one."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from editorial.body import normalise, split_elements
from editorial.forms.fields import without_control
from portal.html import count_characters, html_to_text, text_to_html

DEFAULT_MOST_CHARACTERS = 50_000
# Markup of Word and WeChat may weigh twenty times its words; what is beyond is not even parsed.
MOST_MARKUP = 3_000_000
_IMAGE = re.compile(r"<img\b|<v:imagedata\b|background-image\s*:\s*url", re.IGNORECASE)


def most_characters() -> int:
    """Return how many characters a text may have (setting ``DESK_BODY_MAX_CHARACTERS``)."""
    return getattr(settings, "DESK_BODY_MAX_CHARACTERS", DEFAULT_MOST_CHARACTERS)


def html_to_plain(markup: str) -> str:
    """Return clean HTML as plain text with a blank line between its paragraphs."""
    return "\n\n".join(html_to_text(element) for element in split_elements(markup))


def plain_to_html(text: str, before: str = "") -> str:
    """Return plain text as HTML; paragraphs that came from ``before`` unchanged keep their markup.

    Args:
        text: what the textarea held.
        before: the HTML that the textarea was filled from.
    """
    kept = {html_to_text(element): element for element in split_elements(before)}
    parts = re.split(r"\n\s*\n", text.strip())
    return "".join(kept.get(_trimmed(part)) or text_to_html(part) for part in parts)


def _trimmed(part: str) -> str:
    return "\n".join(line.strip() for line in part.splitlines() if line.strip())


class RichTextWidget(forms.Textarea):
    """A textarea with plain text; beside it the same as HTML, which the editor takes instead."""

    template_name = "editorial/desk/components/rich_text.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        markup, plain = value if isinstance(value, tuple) else (value or "", None)
        plain = html_to_plain(markup) if plain is None else plain
        context = super().get_context(name, plain, attrs)
        context["widget"]["markup"] = markup
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        return str(data.get(name) or ""), "html" if data.get(f"{name}_format") == "html" else "text"

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data


class RichTextField(forms.Field):
    """Running text as clean HTML.

    Attributes:
        hint: the length that readers like, as two numbers; shown, never enforced.
        before: the HTML that the form began with.
        dropped_pictures: whether pictures stood in what was pasted.
    """

    widget = RichTextWidget

    def __init__(self, *, hint: tuple[int, int] | None = None, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.hint = hint
        self.before = ""
        self.dropped_pictures = False
        self.widget.attrs |= {"rows": 18, "data-rich-text": "", "data-most": most_characters()}
        if hint:
            self.widget.attrs["data-hint"] = f"{hint[0]}-{hint[1]}"

    def bound_data(self, data: Any, initial: Any) -> Any:
        text, form = data
        if len(text) > MOST_MARKUP:
            return "", text
        if form == "html":
            return normalise(text), None
        return plain_to_html(without_control(text), self.before), text

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.clean(data) != (initial or "")

    def clean(self, value: tuple[str, str]) -> str:
        """Return clean HTML.

        Raises:
            ValidationError: the text is too long.
        """
        text, form = value
        if len(text) > MOST_MARKUP:
            raise ValidationError("内容太长，请分成几篇来写。", code="max_length")
        self.dropped_pictures = form == "html" and bool(_IMAGE.search(text))
        if form == "html":
            markup = normalise(text)
        else:
            markup = plain_to_html(without_control(text), self.before)
        length, most = count_characters(html_to_text(markup)), most_characters()
        if length > most:
            raise ValidationError(
                f"最多 {most:,} 个字，现在有 {length:,} 个字。文字还在，请删减或分成几篇。",
                code="max_length",
            )
        return markup

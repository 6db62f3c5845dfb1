"""The form with which editors write a page in the admin."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class PortalPageForm(WagtailAdminPageForm):
    """Asks for no address: of a Chinese title the browser makes none, and the page its own.

    See ``PortalPage._set_core_field_defaults``.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if slug := self.fields.get("slug"):
            slug.required = False
            slug.help_text = "网址的最后一段，用小写字母、数字和连字符。留空就用标题的拼音。"

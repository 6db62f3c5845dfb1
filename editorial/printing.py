"""PDF from our own templates, with nothing fetched from anywhere."""

import shutil
import subprocess
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Info, register
from django.template.loader import render_to_string

MOST_ROWS_IN_PDF = 300  # some 60 pages; see docs/record.md for what it costs
NO_PANGO = (
    "服务器缺少排版库 Pango，不能生成 PDF。"
    "请管理员安装 libpango-1.0-0、libpangoft2-1.0-0 和 libharfbuzz-subset0 后重启服务。"
)
NO_FONT = "服务器没有中文字体，不能生成 PDF。请管理员安装 fonts-noto-cjk 后重启服务。"


@cache
def printing_problem() -> str:
    """Return why this machine cannot make a PDF, and what to install; empty where it can.

    Looked up once a process: libraries and fonts come with a restart.
    """
    try:
        import weasyprint  # noqa: F401 loads Pango
    except OSError:
        return NO_PANGO
    lister = shutil.which("fc-list")
    if lister is None:  # fonts cannot be listed; Pango will say what it finds
        return ""
    fonts = subprocess.run(  # noqa: S603 a fixed command
        [lister, ":lang=zh-cn", "family"], capture_output=True, timeout=30, check=False
    )
    return "" if fonts.stdout.strip() else NO_FONT


def pdf_of(template: str, context: dict[str, Any], *, styles: list[str]) -> bytes:
    """Return a template of ours as PDF.

    Args:
        template, context: as for ``render_to_string``.
        styles: static files of ours, by the name that ``{% static %}`` knows.

    Raises:
        OSError: Pango is missing; ask ``printing_problem`` first.
    """
    import weasyprint
    from weasyprint.urls import URLFetcher, URLFetchingError

    class Refuse(URLFetcher):
        """No address is fetched, whatever a text may name: styles are given as files."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            raise URLFetchingError(url)

    nothing = Refuse()
    sheets = [weasyprint.CSS(filename=finders.find(name), url_fetcher=nothing) for name in styles]
    html = weasyprint.HTML(string=render_to_string(template, context), url_fetcher=nothing)
    return html.write_pdf(stylesheets=sheets)


@register(deploy=True)
def check_printing(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """Tell whoever deploys what the sheets' PDF lacks; everything else works without it."""
    problem = printing_problem()
    return [Info(problem, id="editorial.I001")] if problem else []

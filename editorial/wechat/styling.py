"""HTML with all its looks in ``style`` attributes, as the editor of a 公众号 keeps it."""

from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import nh3

from portal.html import DROPPED_WITH_CONTENT

INK, FAINT, RULE, CINNABAR = "#211d18", "#6f6659", "#d8cfbf", "#a3301a"
STYLES = {
    "section": f"color:{INK};font-size:16px;line-height:1.9;letter-spacing:0.5px",
    "h2": f"margin:32px 0 16px;padding-left:10px;border-left:4px solid {CINNABAR};"
    "font-size:18px;font-weight:bold;line-height:1.5",
    "h3": "margin:28px 0 14px;font-size:17px;font-weight:bold;line-height:1.5",
    "h4": "margin:24px 0 12px;font-size:16px;font-weight:bold;line-height:1.5",
    "p": "margin:0 0 16px;text-align:justify",
    "blockquote": f"margin:24px 0;padding:4px 0 4px 16px;border-left:3px solid {RULE};"
    "font-size:16px",
    "cite": f"display:block;margin:0 0 12px;color:{FAINT};font-size:14px;font-style:normal",
    "figcaption": f"display:block;margin:0 0 24px;color:{FAINT};font-size:14px;text-align:center",
    "small": f"display:block;margin:0 0 12px;color:{FAINT};font-size:14px",
    # Where a picture is to be put by hand: it must catch the eye, for it must not stay.
    "figure": f"display:block;margin:24px 0 8px;padding:24px 0;border:1px dashed {CINNABAR};"
    f"color:{CINNABAR};font-size:14px;text-align:center",
    "ul": "margin:0 0 16px;padding-left:24px",
    "ol": "margin:0 0 16px;padding-left:24px",
    "li": "margin:0 0 6px",
    "table": "margin:16px 0;width:100%;border-collapse:collapse;font-size:14px",
    "th": f"padding:6px 8px;border:1px solid {RULE};font-weight:bold;text-align:left",
    "td": f"padding:6px 8px;border:1px solid {RULE};text-align:left;vertical-align:top",
    "em": f"color:{CINNABAR};font-style:normal",
    "i": f"color:{CINNABAR};font-style:normal",
    "sup": f"color:{FAINT};font-size:12px",
}
PLAIN = {"strong", "b", "br", "thead", "tbody", "tr", "caption", "sub", "span", "div", "a"}
TAGS = set(STYLES) | PLAIN
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
PROPERTIES = {
    declaration.split(":", 1)[0] for style in STYLES.values() for declaration in style.split(";")
}
# The editor of a 公众号 keeps few tags; what these look like is in their style.
WRITTEN_AS = {"figure": "section", "figcaption": "section", "cite": "span", "small": "span"}
# The only addresses that the readers of a 公众号 can follow from within a text.
FOLLOWED = "mp.weixin.qq.com"


def styled(markup: str, base: str) -> str:
    """Return ``markup`` with inline styles: no class, no script, no style of its own.

    Links become numbers in the text and addresses at its end, for a 公众号 follows links to other
    公众号 articles only.

    Args:
        markup: any HTML.
        base: the address against which its links are read.
    """
    writer = _Writer(base)
    writer.feed(_clean(markup, ATTRIBUTES))
    writer.close()
    body = "".join(writer.out)
    if writer.links:
        lines = "".join(f"<li>{escape(link)}</li>" for link in writer.links)
        notes = _Writer(base)
        notes.feed(f"<h4>文中的网址</h4><ol>{lines}</ol>")
        body += "".join(notes.out)
    section = f'<section style="{STYLES["section"]}">{body}</section>'
    return _clean(section, {"*": {"style"}} | ATTRIBUTES)


def _clean(markup: str, attributes: dict[str, set[str]]) -> str:
    return nh3.clean(
        markup,
        tags=TAGS,
        attributes=attributes,
        clean_content_tags=DROPPED_WITH_CONTENT,
        filter_style_properties=PROPERTIES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


class _Writer(HTMLParser):
    """Writes clean HTML anew, each tag with its style, links as numbers."""

    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base = base
        self.out: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            address = dict(attrs).get("href")
            self.open.append(urljoin(self.base, address) if address else "")
            if self._is_followed(self.open[-1]):
                self.out.append(f'<a href="{escape(self.open[-1])}">')
            return
        kept = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
        style = f' style="{STYLES[tag]}"' if tag in STYLES else ""
        self.out.append(f"<{WRITTEN_AS.get(tag, tag)}{kept}{style}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "br":
            return
        if tag == "a":
            self._close_link(self.open.pop() if self.open else "")
            return
        self.out.append(f"</{WRITTEN_AS.get(tag, tag)}>")

    def handle_data(self, data: str) -> None:
        self.out.append(escape(data, quote=False))

    def _close_link(self, address: str) -> None:
        if self._is_followed(address):
            self.out.append("</a>")
        elif urlsplit(address).scheme in ("http", "https"):
            if address not in self.links:
                self.links.append(address)
            number = self.links.index(address) + 1
            self.out.append(f'<sup style="{STYLES["sup"]}">[{number}]</sup>')

    @staticmethod
    def _is_followed(address: str) -> bool:
        parts = urlsplit(address)
        return parts.scheme == "https" and parts.hostname == FOLLOWED

"""A page as the HTML of a 公众号 article, and the pictures that belong into it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from wagtail.rich_text import expand_db_html

from editorial.wechat.styling import styled
from portal.models import PortalPage, SiteIdentity
from portal.queries import specific_in_order


@dataclass(frozen=True)
class Picture:
    """A picture to be uploaded by hand.

    Attributes:
        number: at which place of the text, from 1.
        image: the stored picture.
        alt, caption: its words.
    """

    number: int
    image: Any
    alt: str
    caption: str


@dataclass
class Article:
    """What is taken over.

    Attributes:
        html: with inline styles only.
        pictures: in the order of the text.
    """

    html: str = ""
    pictures: list[Picture] = field(default_factory=list)


def article_html(page: PortalPage) -> str:
    """Return the text of a page as HTML with inline styles only; see ``article_of``."""
    return article_of(page).html


def article_of(page: PortalPage) -> Article:
    """Return what a 公众号 article takes of a page: its text, its pictures by number.

    Says at its end where the text comes from. Queries: those of the blocks.
    """
    article = Article()
    markup = "".join(_block(block.block_type, block.value, article, block) for block in _body(page))
    markup += "".join(_block(name, value, article) for name, value in page.article_parts())
    markup += _origin(page)
    article.html = styled(markup, page.full_url or "")
    return article


def _body(page: PortalPage) -> list[Any]:
    """The blocks of the page's texts; what came of an event goes before what was announced."""
    names = reversed(getattr(page, "long_fields", ("body",)))
    return [block for name in names for block in getattr(page, name, ())]


def _block(name: str, value: Any, article: Article, block: Any = None) -> str:
    writer = _WRITERS.get(name)
    if writer:
        return writer(value, article)
    # A kind of block that is not known here: whatever words its own template shows.
    return block.render() if block is not None else ""


def _origin(page: PortalPage) -> str:
    site = page.get_site()
    own = SiteIdentity.for_site(site).site_name if site else ""
    source = getattr(page, "byline_source", "") or own
    said = [
        f"来源：{source}" if source else "",
        f"{page.byline_role}：{page.byline_author}" if getattr(page, "byline_author", "") else "",
        f"责任编辑：{editor}" if (editor := getattr(page, "responsible_editor", "")) else "",
    ]
    lines = "<br>".join(escape(line) for line in (*said, "点“阅读原文”看网站上的全文。") if line)
    return f"<small>{lines}</small>"


def _heading(value: Any, article: Article) -> str:
    return f"<h2>{escape(str(value))}</h2>"


def _paragraph(value: Any, article: Article) -> str:
    return str(expand_db_html(getattr(value, "source", value)))


def _quote(value: Any, article: Article) -> str:
    words = "<br>".join(escape(line) for line in value["text"].splitlines())
    source = f"<cite>—— {escape(value['source'])}</cite>" if value.get("source") else ""
    return f"<blockquote><p>{words}</p>{source}</blockquote>"


def _list(value: Any, article: Article) -> str:
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in value)}</ul>"


def _note(value: Any, article: Article) -> str:
    return f"<small>{escape(value)}</small>" if value else ""


def _image(value: Any, article: Article) -> str:
    image = value.get("image")
    if image is None:
        return ""
    alt, caption = value.get("alt") or image.alt_text, value.get("caption") or ""
    article.pictures.append(Picture(len(article.pictures) + 1, image, alt, caption))
    shown = f"（在这里放图 {len(article.pictures)}{'：' if alt else ''}{alt}）"
    credit = f"图 / {image.credit}" if image.credit else ""
    below = "　".join(part for part in (caption, credit) if part)
    line = f"<figcaption>{escape(below)}</figcaption>" if below else ""
    return f"<figure>{escape(shown)}</figure>{line}"


def _gallery(value: Any, article: Article) -> str:
    title = _heading(value["title"], article) if value.get("title") else ""
    return title + "".join(_image(item, article) for item in value["images"])


def _document(value: Any, article: Article) -> str:
    document = value.get("document")
    return (
        _note(f"附件《{value.get('title') or document.title}》见原文。", article)
        if document
        else ""
    )


def _timeline(value: Any, article: Article) -> str:
    title = _heading(value["title"], article) if value.get("title") else ""
    entries = "".join(
        f"<p><strong>{escape(entry['date'])}</strong>　{escape(entry['title'])}"
        + "".join(f"<br>{escape(line)}" for line in (entry.get("text") or "").splitlines())
        + "</p>"
        for entry in value["entries"]
    )
    return title + entries


def _page_list(value: Any, article: Article) -> str:
    title = _heading(value["title"], article) if value.get("title") else ""
    pages = specific_in_order([page.pk for page in value["pages"] if page])
    return title + _list([page.title for page in pages], article) if pages else ""


_WRITERS: dict[str, Callable[[Any, Article], str]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "quote": _quote,
    "list": _list,
    "note": _note,
    "image": _image,
    "gallery": _gallery,
    "document": _document,
    "timeline": _timeline,
    "page_list": _page_list,
}

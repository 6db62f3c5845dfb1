"""Which links leave the site, and how they are written: pure."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

_LINK = re.compile(r'<a\b([^>]*?)\shref="((?:https?:)?//[^"]*)"([^>]*)>(.*?)</a>', re.I | re.S)
MARK = '<span class="visually-hidden">（站外链接）</span>'


@dataclass(frozen=True)
class Policy:
    """What is done with links.

    Attributes:
        shows_notice: whether links lead to the notice first.
        own: hosts of this site; trusted: hosts to which links lead straight, with all below them.
    """

    shows_notice: bool
    own: frozenset[str]
    trusted: frozenset[str]

    def is_own(self, host: str) -> bool:
        """Whether a host is this site's."""
        return host in self.own

    def is_trusted(self, host: str) -> bool:
        """Whether links lead straight to a host."""
        labels = host.split(".")
        return any(".".join(labels[n:]) in self.trusted for n in range(len(labels)))


def host_of(address: str) -> str:
    """Return the host that a browser would ask, in small letters; empty where there is none."""
    # Browsers read a backslash as a slash, and skip tabs and line ends.
    plain = re.sub(r"[\t\r\n]", "", address).replace("\\", "/").strip()
    try:
        parts = urlsplit(f"https:{plain}" if plain.startswith("//") else plain)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""
    return host if parts.scheme in ("http", "https") else ""


def in_ascii(host: str) -> str:
    """Return a host as it is looked up, so that letters that look alike can be told apart."""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def mark_links(markup: str, policy: Policy, notice_url: Callable[[str], str]) -> str:
    """Return HTML in which each link out of the site is marked, and leads to its notice.

    Args:
        markup: rich text as Wagtail renders it.
        policy: which hosts are whose.
        notice_url: gives the address of the notice for an address outside.
    """

    def rewrite(found: re.Match[str]) -> str:
        before, written, after, words = found.groups()
        address = html.unescape(written)
        host = host_of(address)
        if policy.is_own(host):
            return found[0]
        target = written
        if host and policy.shows_notice and not policy.is_trusted(host):
            target = html.escape(notice_url(address))
        return (
            f'<a{before} class="outward" href="{target}" data-outward="{written}"'
            f' rel="external nofollow noopener"{after}>{words}{MARK}</a>'
        )

    return _LINK.sub(rewrite, markup) if "//" in markup else markup

"""Links to this site that lead readers nowhere. Nothing is fetched, here or elsewhere."""

from collections.abc import Iterator, Sequence

from editorial.checks.addresses import AddressBook
from editorial.checks.findings import Finding, Severity
from editorial.checks.material import Material
from editorial.checks.personal import redact
from editorial.links import Link, links_in
from media.models import PortalDocument
from portal.queries import public_pages

NOT_PUBLIC = "链接的页面不存在，或读者还看不到。"
NO_DOCUMENT = "链接的附件不存在。"
NOT_WHOLE = "链接地址不完整，请从地址栏复制整个地址。"
UNKNOWN = "站内没有这个地址，请核对链接。"
NOT_FOR_READERS = "这个地址要登录后才能打开，读者看不到。"


def internal_links(material: Material) -> Iterator[Finding]:
    """Report links whose target readers cannot open. Queries: 2 for links that are stored by
    number, 3 for addresses, and those of the rooms that know addresses of their own.
    """
    links = links_in(material.piece)
    for link, problem in zip(links, problems_of(links), strict=True):
        if problem:
            yield Finding(
                checker="internal_link",
                severity=Severity.WARN,
                place=link.place,
                label=link.label,
                excerpt=redact(link.text or link.address)[:60],
                message=problem,
            )


def problems_of(links: Sequence[Link]) -> list[str]:
    """Return for each link why readers cannot follow it, empty where they can.

    Queries: as ``internal_links``, for any number of links.
    """
    page_ids = {link.page_id for link in links if link.page_id}
    document_ids = {link.document_id for link in links if link.document_id}
    pages = set(_existing(public_pages(), page_ids))
    documents = set(_existing(PortalDocument.objects.all(), document_ids))
    book = AddressBook(link.address for link in links if link.address)
    return [_problem(link, pages, documents, book) for link in links]


def _existing(queryset: object, ids: set[int]) -> list[int]:
    return list(queryset.filter(pk__in=ids).values_list("pk", flat=True)) if ids else []  # type: ignore[attr-defined]


def _problem(link: Link, pages: set[int], documents: set[int], book: AddressBook) -> str:
    if link.page_id is not None:
        return "" if link.page_id in pages else NOT_PUBLIC
    if link.document_id is not None:
        return "" if link.document_id in documents else NO_DOCUMENT
    if not book.is_whole(link.address):
        return NOT_WHOLE
    if book.is_closed(link.address):
        return NOT_FOR_READERS
    return UNKNOWN if book.leads_nowhere(link.address) else ""

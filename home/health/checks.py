"""The examinations; each gives findings. They read in the order of pages, a chunk at a time, and
never fetch an address, here or elsewhere.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone
from wagtail.models import Page

from editorial.checks.internal_links import problems_of
from editorial.links import Link, links_of
from feedback.leaving.links import policy
from feedback.leaving.rules import Policy, host_of
from home.health import rules
from home.health.content import pictures, rich_texts
from home.health.models import (
    LONGEST_ADDRESS,
    LONGEST_WORDS,
    HealthFinding,
    HealthSettings,
    Matter,
)
from people.models import TeacherProfile
from people.queries import consents_ending
from portal.models import IndexPage, PortalPage
from portal.queries import public_pages
from portal.registry import concrete_subclasses

CHUNK = 100
MOST_OF_MATTER = 2_000


def stale_columns(now: datetime, settings: HealthSettings) -> Iterator[HealthFinding]:
    """Columns without anything new. Queries: 1 a type of column, 1 a column."""
    today = timezone.localdate(now)
    types = concrete_subclasses(IndexPage)
    for model in types:
        for column in public_pages(model.objects.order_by("path")):
            below = public_pages(Page.objects.descendant_of(column)).not_type(*types)
            moment = below.aggregate(newest=Max("first_published_at"))["newest"]
            newest = timezone.localdate(moment) if moment else None
            if rules.is_stale(newest, today, settings.stale_days):
                yield _finding(Matter.STALE, column, rules.stale_words(newest, today))


def texts(now: datetime, settings: HealthSettings) -> Iterator[HealthFinding]:
    """Links and pictures of all public pages. Queries: 9 or less a hundred pages, and those that
    a page's own pictures cost.
    """
    hosts = policy()
    for pages in _chunks():
        links = [
            (page, link) for page in pages for text in rich_texts(page) for link in links_of(text)
        ]
        problems = problems_of([link for _, link in links])
        for (page, link), problem in zip(links, problems, strict=True):
            yield from _of_link(page, link, problem, hosts)
        for page in pages:
            yield from _of_pictures(page)


def _of_link(page: Page, link: Link, problem: str, hosts: Policy) -> Iterator[HealthFinding]:
    if problem:
        named = f"“{link.text[:40]}”：" if link.text else ""
        yield _finding(Matter.LINK, page, f"{named}{problem}", link.address)
        return
    host = host_of(link.address)
    if host and not hosts.is_own(host) and not hosts.is_trusted(host):
        plain = link.address.lower().startswith("http:")
        words = (
            f"{host}：网址不是 https 开头，内容可能被改。"
            if plain
            else f"{host}：请点开看看还在不在。"
        )
        yield _finding(Matter.OUTSIDE, page, words, link.address)


def _of_pictures(page: Any) -> Iterator[HealthFinding]:
    shown = list(pictures(page))
    silent = sum(1 for image, alt in shown if not (alt or image.alt_text.strip()))
    if silent:
        yield _finding(Matter.PICTURE, page, f"正文里有 {silent} 张图片没有替代文字。")
    cover = page.cover
    described = {image.pk for image, alt in shown if alt}
    if cover is not None and not cover.alt_text.strip() and cover.pk not in described:
        yield _finding(Matter.PICTURE, page, "题图没有替代文字。")


def expiring(now: datetime, settings: HealthSettings) -> Iterator[HealthFinding]:
    """Pages and consents that end soon. Queries: 2."""
    today = timezone.localdate(now)
    until = now + timedelta(days=settings.soon_days)
    pages = Page.objects.live().filter(expire_at__gt=now, expire_at__lte=until)
    for page in pages.order_by("expire_at", "pk"):
        day = timezone.localdate(page.expire_at)
        yield _finding(Matter.EXPIRING, page, rules.expiry_words("页面", day, today))
    for pk, title, end in consents_ending(today, today, timezone.localdate(until)):
        words = rules.expiry_words("文中人物的同意", end, today)
        yield HealthFinding(matter=Matter.EXPIRING, page_id=pk, title=title, words=words)


def idle_accounts(now: datetime, settings: HealthSettings) -> Iterator[HealthFinding]:
    """How many teachers of each unit have not signed in for long; no names. Queries: 1."""
    counted = TeacherProfile.objects.filter(user__is_active=True).order_by("unit__path")
    rows = counted.values_list("unit__name", "unit__path").annotate(
        idle=Count("pk", filter=is_idle(now, settings)), accounts=Count("pk")
    )
    units = [rules.UnitIdle(name, idle, accounts) for name, _, idle, accounts in rows]
    for unit in rules.told_units(units):
        words = f"{unit.accounts} 个账号里有 {unit.idle} 个超过 {settings.idle_days} 天没有登录。"
        yield HealthFinding(matter=Matter.IDLE, title=unit.name, words=words)


def is_idle(now: datetime, settings: HealthSettings, prefix: str = "user__") -> Q:
    """Accounts older than the measure that nobody has signed in to since."""
    since = now - timedelta(days=settings.idle_days)
    never = Q(**{f"{prefix}last_login": None})
    return Q(**{f"{prefix}date_joined__lt": since}) & (
        never | Q(**{f"{prefix}last_login__lt": since})
    )


def all_findings(now: datetime, settings: HealthSettings) -> list[HealthFinding]:
    """Return what all examinations find, no more than ``MOST_OF_MATTER`` of a matter."""
    kept: list[HealthFinding] = []
    numbers: dict[str, int] = {}
    for check in (stale_columns, texts, expiring, idle_accounts):
        for finding in check(now, settings):
            numbers[finding.matter] = numbers.get(finding.matter, 0) + 1
            if numbers[finding.matter] <= MOST_OF_MATTER:
                kept.append(finding)
    return kept


def _chunks() -> Iterator[list[Any]]:
    """Give all public pages, specific, with their covers. Queries: 1 a hundred of a type."""
    for model in concrete_subclasses(PortalPage):
        last = 0
        pages = public_pages(model.objects.select_related("cover")).order_by("pk")
        while chunk := list(pages.filter(pk__gt=last)[:CHUNK]):
            yield chunk
            last = chunk[-1].pk


def _finding(matter: Matter, page: Page, words: str, address: str = "") -> HealthFinding:
    return HealthFinding(
        matter=matter,
        page_id=page.pk,
        title=page.title,
        words=words[:LONGEST_WORDS],
        address=address[:LONGEST_ADDRESS],
    )

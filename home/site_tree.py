"""The tree of sections that the portal's addresses stand on: made once, safe to run again."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from editorial.setup import ensure_workflow
from forums.models import ForumIndexPage
from home.models import HomePage, TopicIndexPage
from reading.models import ReadingIndexPage
from stories.models import StoryIndexPage
from workshops.models import WorkshopIndexPage

SECTIONS = (
    (StoryIndexPage, "stories", "师德风采", "身边的榜样，他们怎样做老师。"),
    (ReadingIndexPage, "reading", "书房计划", "读一本教育名著，一本学科专著，和教育之外的书。"),
    (ForumIndexPage, "forums", "论坛活动", "论坛、沙龙、基本功大赛和巡讲的预告与回顾。"),
    (WorkshopIndexPage, "workshops", "名师工作坊", "省、市、校三级工作坊和他们的成果。"),
    (TopicIndexPage, "topics", "专题", "围绕一件事，把故事、书和活动放在一起。"),
)
SHELVES = (
    (ReadingIndexPage.Shows.LISTS, "lists", "晒书单", "老师们读过、愿意推荐的书，每本都有理由。"),
    (ReadingIndexPage.Shows.LOGS, "logs", "读书笔记", "读完一本书，写下自己的话。"),
)


@transaction.atomic
def ensure_site(*, base_url: str = "") -> HomePage:
    """Return the home page with all sections below it and the three reviews in force.

    Args:
        base_url: the absolute address of the site, which sitemap and links in mail then use;
            ``settings.BASE_URL`` if not given.
    """
    root = Page.objects.get(depth=1)
    home = HomePage.objects.first()
    if home is None:
        placeholder = Page.objects.child_of(root).filter(slug="home").first()
        home = HomePage(title="首页", slug="portal-home" if placeholder else "home")
        _add(root, home)
        set_address(base_url or settings.BASE_URL, root_page=home)
        if placeholder and not placeholder.get_children().exists():
            placeholder.delete()  # Wagtail's welcome page
    for model, slug, title, summary in SECTIONS:
        if not model.objects.child_of(home).exists():
            _add(home, model(title=title, slug=slug, summary=summary, show_in_menus=True))
    reading = ReadingIndexPage.objects.child_of(home).get()
    for shows, slug, title, summary in SHELVES:
        if not ReadingIndexPage.objects.child_of(reading).filter(shows=shows).exists():
            page = ReadingIndexPage(title=title, slug=slug, summary=summary, shows=shows)
            _add(reading, page)
    ensure_workflow(home)
    return home


def set_address(base_url: str, *, root_page: Page | None = None) -> Site:
    """Let the default site live at ``base_url``; its root page stays, unless another is given."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    parts = urlsplit(base_url)
    site.hostname = parts.hostname or "localhost"
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.port = parts.port or (443 if parts.scheme == "https" else 80)
    if root_page:
        site.root_page = root_page
    site.save()
    return site


def _add(parent: Page, page: Page) -> None:
    parent.refresh_from_db()  # the tree's numbers change with each child
    parent.add_child(instance=page)
    page.save_revision().publish()

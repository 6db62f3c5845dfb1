"""The tree of sections that the portal's addresses stand on: made once, safe to run again."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission, Page, Site
from wagtailmedia.models import Media

from discussions.models import DiscussionSettings
from editorial.setup import ensure_office
from feedback.models import FeedbackSettings
from forums.models import EventSeries, ForumIndexPage, ForumSettings
from home.front.defaults import DEFAULT
from home.models import HealthSettings, HomePage, TopicIndexPage
from people.models import ConsentSettings, NameSettings
from people.roles import Role
from portal import simplified
from portal.models import SiteIdentity
from reading.models import Passage, PassageDay, ReadingIndexPage, Work
from search import lexicon
from search.models import DictionaryWord, SynonymGroup
from stories.models import Exemplar, Honour, Quality, StoryIndexPage
from workshops.models import WorkshopIndexPage, WorkshopSettings

SECTIONS = (
    (StoryIndexPage, "stories", "师德风采", "身边的榜样，他们怎样做老师。"),
    (ReadingIndexPage, "reading", "书房计划", "读一本教育名著、一本学科专著，再读教育之外的书。"),
    (ForumIndexPage, "forums", "论坛活动", "论坛、沙龙、基本功大赛和巡讲的预告与回顾。"),
    (WorkshopIndexPage, "workshops", "名师工作坊", "省、市、校三级工作坊及其成果。"),
    (TopicIndexPage, "topics", "专题", "围绕一件事，把故事、书和活动放在一起。"),
)
SHELVES = (
    (ReadingIndexPage.Shows.LISTS, "lists", "晒书单", "老师们读过、愿意推荐的书，每本都有理由。"),
    (ReadingIndexPage.Shows.LOGS, "logs", "读书笔记", "读完一本书，写下自己的话。"),
    (ReadingIndexPage.Shows.CORNERS, "corners", "晒书房", "老师们在哪里读书，几张照片，几句话。"),
)
# What editors keep beside pages; Wagtail asks for permission on files by its own models' names.
EDITED_MODELS = (
    Work,
    Passage,
    PassageDay,
    Quality,
    Exemplar,
    Honour,
    EventSeries,
    DictionaryWord,
    SynonymGroup,
)
FILE_MODELS = (Image, Document)
# Wagtailmedia lets choose whoever may change.
RECORDING_MODELS = (Media,)


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
        slug = "portal-home" if placeholder else "home"
        home = HomePage(title="首页", slug=slug, body=list(DEFAULT))
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
    ensure_office(home)
    _ensure_tools()
    return home


def ensure_files() -> None:
    """Write what web processes read of dictionaries, unless it is there."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    lexicon.write(settings.VAR_DIR)
    simplified.write(settings.VAR_DIR)


def _ensure_tools() -> None:
    """Give editors the catalogue, the passages and the files; operators the settings."""
    root = Collection.get_first_root_node()
    for role in (Role.EDITOR, Role.CHIEF_EDITOR):
        group = Group.objects.get(name=role.group_name)
        group.permissions.add(*_permissions(EDITED_MODELS, ("add", "change", "delete", "view")))
        for permission in [
            *_permissions(FILE_MODELS, ("add", "choose", "change")),
            *_permissions(RECORDING_MODELS, ("add", "change")),
        ]:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )
    operators = Group.objects.get(name=Role.SITE_ADMIN.group_name)
    kept = (
        SiteIdentity,
        ConsentSettings,
        NameSettings,
        ForumSettings,
        WorkshopSettings,
        DiscussionSettings,
        FeedbackSettings,
        HealthSettings,
    )
    operators.permissions.add(*_permissions(kept, ("change",)))


def _permissions(models: tuple[type[Model], ...], verbs: tuple[str, ...]) -> list[Permission]:
    return [
        Permission.objects.get(
            content_type=ContentType.objects.get_for_model(model),
            codename=f"{verb}_{model._meta.model_name}",
        )
        for model in models
        for verb in verbs
    ]


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

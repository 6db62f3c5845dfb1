"""The frame that all pages share: the abstract page, the abstract index, the site's identity."""

from copy import copy
from datetime import date

from django import forms
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.images.api.fields import ImageRenditionField
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail.url_routing import RouteResult

from portal.by_date import newest_first
from portal.lasting import lasting
from portal.listing import COUNTED_ANEW, paginate
from portal.page_cache.models import PageChange as PageChange
from portal.page_forms import PortalPageForm
from portal.prepared import Prepared
from portal.queries import readable_pages, restricted_paths, trail_above
from portal.sharing import Shared
from portal.slugs import pinyin_slug
from portal.structured import LANGUAGE, Data, thing

_at_address = Prepared(
    lambda **at: Page.objects.filter(**at).values_list("pk", "content_type")[:1],
    slug=models.CharField(),
    depth=models.IntegerField(),
    url_path=models.TextField(),
)
_displayed = Prepared(lambda model, pk: model.for_display().filter(pk=pk), pk=models.IntegerField())


class PortalPage(Shared, Page):
    """What every page of the portal has: a summary, a picture, a mark where it is a demo."""

    # What searches and lists call this type of page; empty: it is never offered as a type.
    search_kind = ""
    # What schema.org calls it.
    schema_type = "WebPage"
    # What a page of this type is joined with when it is read to be shown as a card.
    carded_with: tuple[str, ...] = ("cover",)
    base_form_class = PortalPageForm

    summary = models.CharField(
        "摘要", max_length=200, blank=True, help_text="列表、分享和搜索结果里显示，一两句话。"
    )
    cover = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name="题图",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_demo = models.BooleanField("演示内容", default=False, editable=False)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("cover"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    api_fields = [
        APIField("summary"),
        APIField("cover", serializer=ImageRenditionField("width-1200|format-webp")),
    ]

    class Meta:
        abstract = True

    @property
    def kind_label(self) -> str:
        """The words above a title that say what kind of page it is."""
        return self.search_kind

    def search_labels(self) -> dict[str, list[str]]:
        """What searches can be narrowed to this page by: values by name; see ``search.labels``."""
        date = self.display_date if self.first_published_at else None
        return {"year": [str(date.year)] if date else []}

    @property
    def display_date(self) -> date | None:
        """The day readers see beside the title: of the first publication."""
        moment = self.first_published_at or self.latest_revision_created_at
        return timezone.localdate(moment) if moment else None

    def structured_data(self, request: HttpRequest) -> list[Data]:
        """Say what this page is in the words of schema.org, for the public. Queries: 0.

        Subclasses say more; see ``portal.structured``.
        """
        facts = {
            "name": self.title,
            "url": self.get_full_url(request),
            "description": self.search_description or self.summary,
            "inLanguage": LANGUAGE,
        }
        return [thing(self.schema_type, **facts)]

    @property
    def lead_image(self) -> models.Model | None:
        """The picture above the text."""
        return self.cover

    @property
    def tag_list(self) -> list[dict[str, str]]:
        """The page's tags, each with the address of all that has it."""
        return []

    @classmethod
    def carded_prefetch(cls) -> tuple[str | models.Prefetch, ...]:
        """What is fetched beside a page that is read to be shown as a card, a query each."""
        return ()

    @classmethod
    def for_display(cls, pages: PageQuerySet | None = None) -> PageQuerySet:
        """Return ``pages`` (all of this type, if not given) with what their template shows."""
        pages = cls.objects.all() if pages is None else pages
        return pages.select_related("cover").prefetch_related("cover__renditions")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page at an address below this one in two queries, not two a level."""
        if path_components:
            found = _at_address(
                slug=path_components[-1],
                depth=self.depth + len(path_components),
                url_path=f"{self.url_path}{'/'.join(path_components)}/",
            )
            pk, content_type = found[0] if found else (0, None)
            kind = ContentType.objects.get_for_id(content_type) if content_type else None
            model = kind.model_class() if kind else None
            if model and issubclass(model, PortalPage):
                for page in _displayed(model, pk=pk):
                    if page.live:
                        return RouteResult(page)
                    if page.is_gone():
                        return RouteResult(page, kwargs={"gone": True})
        return super().route(request, path_components)

    def is_gone(self) -> bool:
        """Say whether readers knew this page and should be told that it was taken down."""
        return False

    def serve(
        self, request: HttpRequest, *args: object, gone: bool = False, **kwargs: object
    ) -> HttpResponse:
        """Show the page; where it was taken down say so, without a word of it (410)."""
        if gone:
            return TemplateResponse(request, "portal/gone.html", status=410)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add ``breadcrumbs``: the pages above this one, the home page first.

        Queries: see ``trail_above``.
        """
        context = super().get_context(request, *args, **kwargs)
        return context | {"breadcrumbs": trail_above(self, request)}

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Return what restricts this page: without Wagtail's two queries where nothing does."""
        if not restricted_paths():
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def _set_core_field_defaults(self) -> None:
        # Wagtail's own slug of a Chinese title is empty, or unreadable; of ``？！`` there is none.
        if not self.slug and self.path:
            self.slug = self._get_autogenerated_slug(
                pinyin_slug(self.title, fallback=self._meta.model_name)
            )
        super()._set_core_field_defaults()


class IndexPage(PortalPage):
    """A page that lists the pages below it, newest first, filtered by a form."""

    schema_type = "CollectionPage"
    # The type of page that is listed, and the form whose fields narrow the list.
    listed_model: type[Page] = Page
    filter_form_class: type[forms.Form] | None = None

    class Meta:
        abstract = True

    @property
    def share_facts(self) -> list[str]:
        """None: a list is as new as its newest page."""
        return []

    def get_listing(self) -> PageQuerySet:
        """Return all pages that may be listed, with what their cards show prefetched."""
        return newest_first(self.listed_model.objects.child_of(self))

    def filter_listing(self, listing: PageQuerySet, chosen: dict[str, object]) -> PageQuerySet:
        """Narrow ``listing`` by the valid values of the filter form; empty ones are left out."""
        return listing

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add ``page_obj``, ``querystring``, ``filter_form`` and ``filters_active``."""
        context = super().get_context(request, *args, **kwargs)
        listing = readable_pages(request.user, self.get_listing())
        chosen: dict[str, object] = {}
        if self.filter_form_class:
            form = self.filter_form_class(request.GET or None)
            if form.is_bound:
                form.is_valid()  # a value that is not offered is the same as none
                chosen = {key: value for key, value in form.cleaned_data.items() if value}
            context["filter_form"] = form
        # In a long section the few with something rare are sought among all.
        is_long = self.numchild > COUNTED_ANEW
        page, querystring = paginate(request, self.filter_listing(listing, chosen), is_long=is_long)
        return context | {
            "page_obj": page,
            "querystring": querystring,
            "filters_active": bool(chosen),
        }


@register_setting(icon="site")
class SiteIdentity(BaseSiteSetting):
    """What header and footer say. An empty value is not shown; nothing is ever made up."""

    site_name = models.CharField("站点名称", max_length=40, default="济源教师风采")
    tagline = models.CharField("副题", max_length=60, blank=True, default="读书 · 讲述 · 同行")
    sponsor = models.CharField("主办单位", max_length=80, blank=True)
    contact = models.CharField("联系方式", max_length=80, blank=True)
    address = models.CharField("地址", max_length=120, blank=True)
    icp_number = models.CharField("ICP 备案号", max_length=60, blank=True)
    police_number = models.CharField("公安备案号", max_length=60, blank=True)
    site_code = models.CharField("网站标识码", max_length=40, blank=True)
    mourning_mode = models.BooleanField("哀悼模式（全站灰度）", default=False)

    panels = [
        MultiFieldPanel([FieldPanel("site_name"), FieldPanel("tagline")], heading="名称"),
        MultiFieldPanel(
            [
                FieldPanel("sponsor"),
                FieldPanel("contact"),
                FieldPanel("address"),
                FieldPanel("icp_number"),
                FieldPanel("police_number"),
                FieldPanel("site_code"),
            ],
            heading="页脚（留空则不显示）",
        ),
        FieldPanel("mourning_mode"),
    ]

    class Meta:
        verbose_name = "站点信息"

    @property
    def police_url(self) -> str:
        """Where the public-security number can be looked up; empty where it has no digits."""
        code = "".join(char for char in self.police_number if char.isascii() and char.isdigit())
        return f"https://beian.mps.gov.cn/#/query/webSearch?code={code}" if code else ""

    @classmethod
    def for_request(cls, request: HttpRequest) -> "SiteIdentity":
        """Return what the site of a request says. Queries: those of ``portal.lasting``."""
        from portal.sites import remember_site

        remember_site(request)
        return super().for_request(request)

    @classmethod
    def for_site(cls, site: Site) -> "SiteIdentity":
        """Return what was read once (``portal.lasting``), a copy each: requests write on it."""
        return copy(lasting(("identity", site.pk), lambda: super(SiteIdentity, cls).for_site(site)))


class FrameStamp(models.Model):
    """One row, which changes with the frame around every page; see ``portal.lasting``."""

    value = models.CharField(max_length=32)

    class Meta:
        verbose_name = "页面框架版本"
        verbose_name_plural = "页面框架版本"

    def __str__(self) -> str:
        return self.value


class Heartbeat(models.Model):
    """When a process that nobody visits last said that it is alive; see ``portal.observing``."""

    name = models.CharField("进程", max_length=40, primary_key=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "进程记号"
        verbose_name_plural = "进程记号"

    def __str__(self) -> str:
        return f"{self.name}，{self.at:%Y-%m-%d %H:%M:%S}"


class ReadOnlySpell(models.Model):
    """One row says: for the time being nothing may be written; see ``portal.read_only``."""

    reason = models.CharField("原因", max_length=200, blank=True)
    since = models.DateTimeField("开始时间", auto_now_add=True)

    class Meta:
        verbose_name = "只读状态"
        verbose_name_plural = "只读状态"

    def __str__(self) -> str:
        return self.reason or "只读"


class DemoMark(models.Model):
    """One row says: everything in this database was made by ``manage.py demo``."""

    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    class Meta:
        verbose_name = "演示标记"
        verbose_name_plural = "演示标记"

    def __str__(self) -> str:
        return f"演示数据，建立于 {self.created_at:%Y-%m-%d}"

"""What makes a page a submission: it becomes public only along the editorial road."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, Revision
from wagtail.query import PageQuerySet
from wagtail.search import index

from editorial.consents import Portrayed
from editorial.enums import Audience, Verdict
from editorial.errors import NotReleased
from editorial.models.readership import Readership
from editorial.models.record import Decision, Release
from editorial.permissions import SubmissionPermissionTester
from editorial.pictures import without_words
from editorial.references import ReferenceText
from editorial.structured import article
from people.models import Unit, User
from portal.blocks import BodyBlock
from portal.html import html_to_text
from portal.models import PortalPage
from portal.structured import Data


class SubmissionQuerySet(PageQuerySet):
    """Pages that teachers hand in."""

    def for_cards(self) -> "SubmissionQuerySet":
        """Fetch with the pages what their cards show, in a constant number of queries."""
        cards = self.select_related(*self.model.carded_with)
        return cards.prefetch_related("cover__renditions")


# Fields of the row that decide whether, what and to whom a piece is shown.
WHAT_READERS_GET = frozenset({"live", "live_revision", "live_revision_id", "audience"})

SubmissionManager = PageManager.from_queryset(SubmissionQuerySet)


class Submission(PortalPage):
    """A page written by a teacher and shown to its audience after the reviews that this takes.

    Subclasses set ``kind`` (the word in ``/my/submissions/new/<kind>/``), ``submission_form`` (the
    dotted path of their ``editorial.forms.SubmissionForm``), ``search_kind`` and a
    ``tags`` manager whose through model has ``related_name="tagged_items"``.
    """

    kind = ""
    # What whoever signs is to the text.
    byline_role = "作者"
    # Whether the desk offers to begin one; not, where it begins at a place of its own.
    is_offered = True
    # What ``editorial.text`` reads: fields in the order of reading, child rows with their fields,
    # those rows that hold the words of others, and those fields that make up the length.
    text_fields: tuple[str, ...] = ("title", "summary", "byline", "source", "body")
    text_rows: dict[str, tuple[str, ...]] = {}
    quoted_rows: tuple[str, ...] = ()
    long_fields: tuple[str, ...] = ("body",)
    carded_with = ("cover", "unit", "owner")
    submission_form = ""

    audience = models.CharField(
        "谁可以看", max_length=10, choices=Audience.choices, default=Audience.PUBLIC
    )
    byline = models.CharField(
        "署名", max_length=60, blank=True, help_text="读者看到的作者名；留空则用账号姓名。"
    )
    unit = models.ForeignKey(
        "people.Unit",
        verbose_name="作者单位",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    source = models.CharField("来源", max_length=60, blank=True)
    editor_in_charge = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="责任编辑",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(BodyBlock(), verbose_name="正文", blank=True)

    objects = SubmissionManager()

    content_panels = [*PortalPage.content_panels, FieldPanel("body")]
    promote_panels = [
        *PortalPage.promote_panels,
        FieldPanel("byline"),
        FieldPanel("unit"),
        FieldPanel("source"),
        FieldPanel("tags"),
    ]
    search_fields = [
        *PortalPage.search_fields,
        index.SearchField("body"),
        index.SearchField("byline_author"),
        index.RelatedFields("tags", [index.SearchField("name", boost=2)]),
        index.FilterField("unit_id"),
    ]
    api_fields = [
        *PortalPage.api_fields,
        APIField("kind"),
        APIField("byline_author"),
        APIField("byline_unit"),
        APIField("tag_names"),
        APIField("body"),
    ]

    class Meta:
        abstract = True

    def search_labels(self) -> dict[str, list[str]]:
        """Narrow searches by the author's school and, where a kind has one, by subject."""
        return super().search_labels() | {
            "unit": [self.unit.name] if self.unit else [],
            "subject": [getattr(self, "subject", "")],
        }

    @classmethod
    def shelf(cls) -> Page | None:
        """Return the page below which new pieces of this kind lie, if the site has one.

        ``None`` also where the author chooses it, as the workshop of a showcase.
        """
        for parent in cls.allowed_parent_page_models():
            if page := parent.objects.order_by("path").first():
                return page
        return None

    @classmethod
    def begin_from(cls, request: HttpRequest) -> "Submission":
        """Return the unsaved piece with which the form of a new one opens.

        Subclasses may fill in what the site knows already and the address names, as the book of
        a reading record.

        Raises:
            Http404: the address names something that is not there, or somebody else's.
        """
        return cls()

    # The same for the page itself.
    shown_with: tuple[str, ...] = ("cover", "unit", "owner", "editor_in_charge")

    @classmethod
    def for_display(cls, pages: PageQuerySet | None = None) -> PageQuerySet:
        """Fetch with a page its tags, who its byline names, and whether it was corrected."""
        pages = super().for_display(pages).select_related(*cls.shown_with)
        is_corrected = Exists(Decision.objects.filter(page_id=OuterRef("pk")).corrections())
        tags = cls._meta.get_field("tagged_items").related_model._default_manager
        named = models.Prefetch("tagged_items", tags.select_related("tag"))
        return pages.annotate(is_corrected=is_corrected).prefetch_related(named)

    # -- what readers see ---------------------------------------------------------------------

    @property
    def is_public(self) -> bool:
        """Whether anybody may read the piece: one for a school or for teachers is not passed on."""
        return super().is_public and self.audience == Audience.PUBLIC

    @property
    def byline_author(self) -> str:
        """The author's name as readers see it."""
        return self.byline or (self.owner.get_full_name() if self.owner else "")

    @property
    def byline_url(self) -> str:
        """The list of the author's pieces, of one who signs with the own name.

        Behind a pen name, or the name of a group, stands nobody.
        """
        if not self.live or self.owner is None or self.byline not in ("", self.owner.name):
            return ""
        return reverse("finding:author", args=[self.owner_id])

    @property
    def byline_unit(self) -> str:
        """The author's unit as readers see it."""
        return self.unit.name if self.unit else ""

    @property
    def unit_url(self) -> str:
        """What the author's unit has published."""
        return reverse("finding:unit", args=[self.unit_id]) if self.unit_id else ""

    @property
    def byline_source(self) -> str:
        """Where the text comes from, if not from its author."""
        return self.source

    @property
    def responsible_editor(self) -> str:
        """The name of the editor who answers for the text."""
        return self.editor_in_charge.get_full_name() if self.editor_in_charge else ""

    @property
    def tag_list(self) -> list[dict[str, str]]:
        """The page's tags; each leads to all pieces that have it."""
        tags = [item.tag for item in self.tagged_items.all()]
        # A name of signs alone has no slug.
        return [
            {"name": tag.name, "url": tag.slug and reverse("finding:tag", args=[tag.slug])}
            for tag in tags
        ]

    @property
    def lead_image(self) -> models.Model | None:
        """The cover, unless the text shows the same picture further down."""
        if self.cover_id is None:
            return None
        in_text = {
            block.value["image"].pk
            for block in self.body
            if block.block_type == "image" and block.value["image"]
        }
        return None if self.cover_id in in_text else self.cover

    @property
    def tag_names(self) -> list[str]:
        """The names of the page's tags."""
        return [item.tag.name for item in self.tagged_items.all()]

    def structured_data(self, request: HttpRequest) -> list[Data]:
        """Say what it is, of a piece that is for everybody; subclasses say more."""
        return [article(self, request)] if self.audience == Audience.PUBLIC else []

    # -- what a piece needs before it is handed in ---------------------------------------------

    def missing_for_submission(self) -> dict[str, str]:
        """Return what is missing or wrong, by field name, in words for the author.

        Subclasses add their own. The form shows each beside its field; ``actions.submit`` refuses
        while there is any.
        """
        missing = {}
        if not self.title.strip():
            missing["title"] = "请填写题目。"
        if not self.body_text:
            missing["body"] = "请写正文。"
        if without_words(self):
            missing["images"] = "请为每张图片写一句替代文字，读屏软件会念给看不见的人听。"
        return missing

    def portrayed(self) -> list[Portrayed]:
        """Return the persons whom this version shows by name, story or photo.

        Publication needs their consent (``editorial.consents``); subclasses name whom they show.
        """
        return []

    def reference_texts(self) -> list[ReferenceText]:
        """Return texts that this version is about and should not repeat unmarked.

        ``editorial.similarity`` compares the author's own words with them; subclasses name theirs.
        """
        return []

    @property
    def body_text(self) -> str:
        """The words of the body, without markup."""
        return html_to_text(
            "\n".join(
                str(block.value.source) for block in self.body if block.block_type == "paragraph"
            )
        )

    # -- the only door to the public -----------------------------------------------------------

    def permissions_for_user(self, user: User) -> SubmissionPermissionTester:
        """Nobody publishes a submission by hand."""
        return SubmissionPermissionTester(user, self)

    def publish(self, revision: Revision, *args: object, **kwargs: object) -> None:
        """Publish ``revision`` if it is the one released last; all of Wagtail's ways end here.

        Raises:
            NotReleased: the revision has not passed its reviews, or a later one has.
        """
        release = Release.objects.in_force(self.pk).first()
        if release is None or release.revision_id != revision.pk:
            raise NotReleased("这一版没有通过审核，不能发布。")
        with transaction.atomic():
            if not _goes_live_later(revision):
                Readership.set_for(self.pk, release.audience, release.unit_id)
            super().publish(revision, *args, **kwargs)

    def save(self, *args: object, **kwargs: object) -> None:
        """Save the page; a live page must stand on a released version, whoever sets ``live``.

        Raises:
            NotReleased: the page would be live without one, as a copy or an alias would be; or
                before a wider audience than the one it was released for.
        """
        # A version of a live piece may name another audience; saving it leaves the row's own.
        written = kwargs.get("update_fields")
        reaches_readers = written is None or not WHAT_READERS_GET.isdisjoint(written)
        if self.live and reaches_readers and not self._is_released():
            raise NotReleased("没有通过审核的稿件不能公开。")
        super().save(*args, **kwargs)

    def _is_released(self) -> bool:
        if not (self.pk and self.live_revision_id):
            return False
        released = Release.objects.in_force(self.pk).filter(revision=self.live_revision_id).first()
        return (
            released is not None
            and released.audience == self.audience
            and Readership.of(self.pk) == self.audience
        )

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Show the piece; one that is not for everybody must not stay in any cache."""
        response = super().serve(request, *args, **kwargs)
        if self.audience != Audience.PUBLIC:
            add_never_cache_headers(response)
        return response

    def is_gone(self) -> bool:
        """Whether the piece was public and then withdrawn. Queries: 1."""
        return (
            not self.live
            and self.first_published_at is not None
            and Decision.objects.filter(page_id=self.pk, verdict=Verdict.WITHDRAW).exists()
        )

    def save_revision(
        self, *args: object, overwrite_revision: Revision | None = None, **kwargs: object
    ) -> Revision:
        """Save a version; Wagtail's editor may rewrite its last one, unless a decision names it.

        Raises:
            PermissionDenied: the version to be rewritten has been handed in, or was decided about.
        """
        if (
            overwrite_revision
            and Decision.objects.filter(revision_id=overwrite_revision.pk).exists()
        ):
            raise PermissionDenied("送审过的版本不能改写，请另存新的版本。")
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def with_content_json(self, content: dict) -> "Submission":
        """Read a version; who answers for the text is no part of any version."""
        page = super().with_content_json(content)
        page.editor_in_charge_id = self.editor_in_charge_id
        return page

    def copy(self, *args: object, **kwargs: object) -> Page:
        """Copy the page as a draft: a copy has passed no review."""
        return super().copy(*args, **kwargs | {"keep_live": False, "copy_revisions": False})

    @property
    def school(self) -> Unit | None:
        """The unit to which the piece belongs: the one it names, or its author's."""
        return self.unit or (self.owner.unit if self.owner else None)

    @property
    def scheduled_for(self) -> datetime | None:
        """When a version that was approved will be published. Queries: 1."""
        moments = self.revisions.exclude(approved_go_live_at=None)
        return moments.values_list("approved_go_live_at", flat=True).first()

    @property
    def corrections(self) -> list[Decision]:
        """What readers were told about mistakes since the piece became live, oldest first.

        Queries: 1; none where ``for_display`` found that there are none.
        """
        if not getattr(self, "is_corrected", True):
            return []
        return list(self.decisions.corrections())

    @property
    def decisions(self) -> models.QuerySet[Decision]:
        """The record of this piece, oldest first."""
        return Decision.objects.filter(page_id=self.pk).select_related("decided_by")


def _goes_live_later(revision: Revision) -> bool:
    moment = revision.as_object().go_live_at
    return moment is not None and moment > timezone.now()

"""论坛、沙龙、基本功大赛、巡讲: events, announced before and reported after."""

from typing import Any

from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Revision
from wagtail.query import PageQuerySet
from wagtail.search import index

from editorial.models import Submission, SubmissionIndexPage
from forums import sessions
from forums.forms import EventFilterForm
from forums.structured import event_data
from portal.blocks import BodyBlock
from portal.sharing import in_words
from portal.structured import Data

KEEPS_ITS_CONTEST = "这场活动已经设了比赛，类型要留在“教师基本功大赛”。"


class ForumIndexPage(SubmissionIndexPage):
    """The list of events: by the day they happen, the farthest ahead first."""

    subpage_types = ["forums.ForumEventPage"]
    parent_page_types = ["home.HomePage"]
    max_count = 1
    filter_form_class = EventFilterForm

    class Meta:
        verbose_name = "论坛活动栏目"

    @property
    def listed_model(self) -> type["ForumEventPage"]:
        """Events."""
        return ForumEventPage

    def get_listing(self) -> PageQuerySet:
        """Return the events by date."""
        return super().get_listing().select_related("admission").order_by("-starts_at")

    def filter_listing(self, listing: PageQuerySet, chosen: dict[str, object]) -> PageQuerySet:
        """Narrow by kind and by time."""
        if kind := chosen.get("kind"):
            listing = listing.filter(event_kind=kind)
        if chosen.get("when") == "coming":
            listing = listing.filter(ends_at__gte=timezone.now()).order_by("starts_at")
        elif chosen.get("when") == "past":
            listing = listing.filter(ends_at__lt=timezone.now())
        return listing


class ForumEventTag(TaggedItemBase):
    content_object = ParentalKey(
        "forums.ForumEventPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ForumEventPage(Submission):
    """One event: what is planned, and afterwards what came of it."""

    class EventKind(models.TextChoices):
        """The kinds of the district's events."""

        FORUM = "forum", "教师成长论坛"
        SALON = "salon", "读书沙龙"
        CONTEST = "contest", "教师基本功大赛"
        TOUR = "tour", "师德巡讲"
        SHARING = "sharing", "好书分享"

    class Mode(models.TextChoices):
        """How people take part."""

        ON_SITE = "on_site", "线下"
        ONLINE = "online", "线上"
        HYBRID = "hybrid", "线上线下结合"

    kind = "forum-event"
    # Nobody is the author of an event.
    byline_role = "发布"
    text_fields = (*Submission.text_fields, "place", "report")
    text_rows = {
        "agenda": ("title", "speaker"),
        "speakers": ("name", "affiliation", "introduction"),
        "sessions": ("title", "speaker_names", "room", "hours_basis"),
    }
    long_fields = ("body", "report")
    submission_form = "forums.submission.ForumEventForm"
    search_kind = "论坛活动"
    parent_page_types = ["forums.ForumIndexPage"]
    subpage_types: list[str] = []
    shown_with = (*Submission.shown_with, "series", "admission", "organising_page")

    event_kind = models.CharField("类型", max_length=10, choices=EventKind.choices)
    mode = models.CharField("方式", max_length=10, choices=Mode.choices, default=Mode.ON_SITE)
    starts_at = models.DateTimeField("开始时间", null=True, blank=True)
    ends_at = models.DateTimeField("结束时间", null=True, blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
    series = models.ForeignKey(
        "forums.EventSeries",
        verbose_name="系列",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stops",
    )
    # A workshop's page; this floor does not know their page type.
    organising_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="主办的工作坊",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    report = StreamField(BodyBlock(), verbose_name="活动报道", blank=True)
    tags = ClusterTaggableManager("标签", through=ForumEventTag, blank=True)

    content_panels = [
        *Submission.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("event_kind"),
                FieldPanel("mode"),
                FieldPanel("starts_at"),
                FieldPanel("ends_at"),
                FieldPanel("place"),
                FieldPanel("series"),
                PageChooserPanel("organising_page", page_type="workshops.WorkshopPage"),
            ],
            heading="时间与地点",
        ),
        InlinePanel("sessions", heading="场次", label="场次"),
        InlinePanel("agenda", heading="议程", label="环节"),
        InlinePanel("speakers", heading="主讲人", label="主讲人"),
        FieldPanel("report"),
    ]
    search_fields = [
        *Submission.search_fields,
        index.SearchField("place"),
        index.SearchField("report"),
        index.RelatedFields("speakers", [index.SearchField("name")]),
        index.RelatedFields("agenda", [index.SearchField("title")]),
        index.FilterField("event_kind"),
        index.FilterField("starts_at"),
    ]
    api_fields = [
        *Submission.api_fields,
        APIField("event_kind"),
        APIField("mode"),
        APIField("starts_at"),
        APIField("ends_at"),
        APIField("place"),
        APIField("agenda"),
        APIField("speakers"),
        APIField("sessions"),
        APIField("report"),
    ]

    class Meta:
        verbose_name = "论坛活动"
        verbose_name_plural = "论坛活动"
        indexes = [models.Index(fields=["starts_at"])]

    @classmethod
    def for_display(cls, pages: PageQuerySet | None = None) -> PageQuerySet:
        """Fetch the agenda, who speaks and the parts of the day with the event."""
        return super().for_display(pages).prefetch_related("agenda", "speakers", "sessions")

    @property
    def kind_label(self) -> str:
        """The kind of event."""
        return self.get_event_kind_display()

    def structured_data(self, request: HttpRequest) -> list[Data]:
        """Say that it is an event."""
        return [event_data(self, said, request) for said in super().structured_data(request)]

    @property
    def share_facts(self) -> list[str]:
        """When and where it is, and who asks people to come."""
        begins = timezone.localtime(self.starts_at) if self.starts_at else None
        when = f"{in_words(begins.date())} {begins:%H:%M}" if begins else ""
        where = self.place or self.get_mode_display()
        return [line for line in (when, where, self.byline_unit) if line]

    def article_parts(self) -> list[tuple[str, Any]]:
        """Add when and where it is, the agenda, and who speaks."""
        agenda = [
            " ".join(
                part
                for part in (f"{each.time:%H:%M}" if each.time else "", each.title, each.speaker)
                if part
            )
            for each in self.agenda.all()
        ]
        speakers = [f"{each.name} {each.affiliation}".strip() for each in self.speakers.all()]
        parts = [("时间和地点", self.share_facts), ("议程", agenda), ("主讲人", speakers)]
        return [
            part
            for title, lines in parts
            if lines
            for part in (("heading", title), ("list", lines))
        ]

    @property
    def takes_registrations(self) -> bool:
        """Whether people can register now; known where the admission came with the page."""
        admission = self._state.fields_cache.get("admission")
        if admission is None or not self.live or admission.state != admission.State.OPEN:
            return False
        now = timezone.now()
        ends = admission.closes_at or self.starts_at
        begun = admission.opens_at is None or admission.opens_at <= now
        return begun and (ends is None or now < ends)

    @property
    def is_over(self) -> bool:
        """Whether the event has ended."""
        return self.ends_at is not None and self.ends_at < timezone.now()

    @property
    def is_running(self) -> bool:
        """Whether the event is on now."""
        return (
            self.starts_at is not None
            and self.ends_at is not None
            and self.starts_at <= timezone.now() <= self.ends_at
        )

    def would_lose_its_contest(self) -> bool:
        """Whether this version names another kind though a contest was set up.

        Queries: 1; none for a contest, or a page that is not stored.
        """
        if self.pk is None or self.event_kind == self.EventKind.CONTEST:
            return False
        return ForumEventPage.objects.filter(pk=self.pk, contest__isnull=False).exists()

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add what there is to say about taking part. Queries: 4 to 8."""
        from forums.registration.display import event_context

        context = super().get_context(request, *args, **kwargs)
        return context | event_context(self, request)

    def missing_for_submission(self) -> dict[str, str]:
        """Add kind, time and place."""
        missing = super().missing_for_submission()
        if not self.event_kind:
            missing["event_kind"] = "请选择活动类型。"
        elif self.would_lose_its_contest():
            missing["event_kind"] = KEEPS_ITS_CONTEST
        if self.starts_at is None:
            missing["starts_at"] = "请填写开始时间。"
        if self.ends_at is None:
            missing["ends_at"] = "请填写结束时间。"
        elif self.starts_at and self.ends_at <= self.starts_at:
            missing["ends_at"] = "结束时间要晚于开始时间。"
        if self.mode != self.Mode.ONLINE and not self.place.strip():
            missing["place"] = "线下活动要写明地点。"
        if problem := sessions.problem_of(self):
            missing["sessions"] = problem
        return missing

    def publish(self, revision: Revision, *args: object, **kwargs: object) -> None:
        """Publish a version; whoever registered is told where time or place changed with it."""
        from forums.registration.actions import published_plan, tell_moved

        with transaction.atomic():
            before = published_plan(self.pk)
            super().publish(revision, *args, **kwargs)
            if before is not None:
                tell_moved(page_id=self.pk, before=before)

    def save(self, *args: object, **kwargs: object) -> None:
        """Save the page; its sessions stay the rows that they are, whatever a version says."""
        if kwargs.get("update_fields") is None:
            sessions.keep_rows(self)
        super().save(*args, **kwargs)

"""书房计划: the section and the lists in it."""

from django.apps import apps
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.query import PageQuerySet

from editorial.models import Submission, SubmissionIndexPage
from portal.by_date import newest_first
from reading.filters import BookListFilterForm, ReadingLogFilterForm


class ReadingIndexPage(SubmissionIndexPage):
    """书房计划: the front of the section, and below it one list each of lists and of logs."""

    class Shows(models.TextChoices):
        """What this page is."""

        OVERVIEW = "overview", "栏目首页"
        LISTS = "lists", "晒书单列表"
        LOGS = "logs", "读书笔记列表"
        CORNERS = "corners", "晒书房列表"

    subpage_types = [
        "reading.ReadingIndexPage",
        "reading.BookListPage",
        "reading.ReadingLogPage",
        "reading.StudyCornerPage",
    ]
    parent_page_types = ["home.HomePage", "reading.ReadingIndexPage"]

    shows = models.CharField("内容", max_length=10, choices=Shows.choices, default=Shows.OVERVIEW)

    content_panels = [*SubmissionIndexPage.content_panels, FieldPanel("shows")]

    class Meta:
        verbose_name = "书房计划栏目"

    @property
    def listed_model(self) -> type[Submission]:
        """Lists, logs or study corners."""
        names = {self.Shows.LISTS: "BookListPage", self.Shows.CORNERS: "StudyCornerPage"}
        # By name: those pages know their section, in files that import this one.
        return apps.get_model("reading", names.get(self.shows, "ReadingLogPage"))

    @property
    def filter_form_class(self) -> type | None:
        """The filter that fits what is listed."""
        forms = {self.Shows.LISTS: BookListFilterForm, self.Shows.CORNERS: None}
        return forms.get(self.shows, ReadingLogFilterForm)

    def get_listing(self) -> PageQuerySet:
        """Return the lists or logs below this page; those of the whole section on its front."""
        if self.shows == self.Shows.OVERVIEW:
            return newest_first(self.listed_model.objects.descendant_of(self).for_cards())
        return super().get_listing()

    def filter_listing(self, listing: PageQuerySet, chosen: dict[str, object]) -> PageQuerySet:
        """Narrow by the fields of the form, which are fields of the pages."""
        return listing.filter(**chosen)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add to the section's front, when it is asked for, its ``overview``."""
        from reading.queries import overview

        context = super().get_context(request, *args, **kwargs)
        if self.shows == self.Shows.OVERVIEW:
            context["overview"] = lambda: overview(self)
        return context

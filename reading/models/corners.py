"""晒书房: where teachers read."""

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StreamValue
from wagtail.models import Page

from editorial.models import Submission
from editorial.pictures import pictures_in
from reading.models.sections import ReadingIndexPage


class StudyCornerTag(TaggedItemBase):
    content_object = ParentalKey(
        "reading.StudyCornerPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class StudyCornerPage(Submission):
    """晒书房: where a teacher reads, in a few photos and words."""

    kind = "study-corner"
    submission_form = "reading.submission.StudyCornerForm"
    search_kind = "晒书房"
    parent_page_types = ["reading.ReadingIndexPage"]
    subpage_types: list[str] = []

    # The author has looked at the photos once more; the question stands in the form.
    photos_checked = models.BooleanField("照片已看过", default=False)
    tags = ClusterTaggableManager("标签", through=StudyCornerTag, blank=True)

    content_panels = [*Submission.content_panels, FieldPanel("photos_checked")]

    class Meta:
        verbose_name = "书房"
        verbose_name_plural = "书房"

    @classmethod
    def shelf(cls) -> Page | None:
        """The list of study corners."""
        return ReadingIndexPage.objects.filter(shows=ReadingIndexPage.Shows.CORNERS).first()

    def missing_for_submission(self) -> dict[str, str]:
        """Add a photo, and that the author looked at the photos for faces and addresses."""
        missing = super().missing_for_submission()
        if not pictures_in(self):
            missing["images"] = "请至少放一张书房的照片。"
        elif not self.photos_checked:
            missing["photos_checked"] = "请再看一遍照片，确认没有学生的脸和家庭住址，然后勾选。"
        return missing

    @property
    def photos(self) -> list[object]:
        """The pictures of the text, in their order; they stand together above the words."""
        found: list[object] = []
        for block in self.body:
            if block.block_type == "image":
                found.append(block.value)
            elif block.block_type == "gallery":
                found += list(block.value["images"])
        return [photo for photo in found if photo["image"]]

    @property
    def words(self) -> list[StreamValue.StreamChild]:
        """What is written, without the pictures."""
        return [block for block in self.body if block.block_type not in ("image", "gallery")]

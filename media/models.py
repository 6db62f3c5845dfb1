"""Pictures, documents and recordings that stay private until a live page shows them."""

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models
from django.db.models import Exists, OuterRef, Q
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, ImageQuerySet
from wagtail.search import index
from wagtailmedia.models import AbstractMedia, MediaQuerySet, MediaType

from media.fields import (
    VerifiedCaptionsField,
    VerifiedDocumentField,
    VerifiedImageField,
    VerifiedRecordingField,
    captions_upload_to,
    document_upload_to,
    image_upload_to,
    recording_upload_to,
)
from media.serving import content_type_of
from media.visibility import Visitor, visible_pages


class PublishedUseQuerySet(models.QuerySet):
    def visible_to(self, user: Visitor | None = None) -> "PublishedUseQuerySet":
        """Uses on pages that ``user`` (without one: everybody) may read now."""
        # A correlated EXISTS: SQLite would build the list of all live pages for an IN.
        return self.filter(Exists(visible_pages(user).filter(pk=OuterRef("page_id"))))


class PublishedUse(models.Model):
    """A published page shows a file. Written by ``media.actions`` together with publication.

    Wagtail's reference index is no substitute: it is updated by a background task, and it
    follows the page row, not what was approved.
    """

    page = models.ForeignKey(
        "wagtailcore.Page", models.CASCADE, related_name="published_uses", verbose_name="页面"
    )
    image = models.ForeignKey(
        "media.PortalImage",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="published_uses",
        verbose_name="图片",
    )
    document = models.ForeignKey(
        "media.PortalDocument",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="published_uses",
        verbose_name="文档",
    )
    recording = models.ForeignKey(
        "media.PortalRecording",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="published_uses",
        verbose_name="音视频",
    )

    objects = PublishedUseQuerySet.as_manager()

    # Bookkeeping, not a use of its own: keep it out of Wagtail's "used on" lists.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "已发布的引用"
        verbose_name_plural = "已发布的引用"
        constraints = [
            models.CheckConstraint(
                condition=Q(image__isnull=False, document__isnull=True, recording__isnull=True)
                | Q(image__isnull=True, document__isnull=False, recording__isnull=True)
                | Q(image__isnull=True, document__isnull=True, recording__isnull=False),
                name="media_publisheduse_one_file",
            ),
            models.UniqueConstraint(fields=["image", "page"], name="media_publisheduse_image_page"),
            models.UniqueConstraint(
                fields=["document", "page"], name="media_publisheduse_document_page"
            ),
            models.UniqueConstraint(
                fields=["recording", "page"], name="media_publisheduse_recording_page"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} → {self.image_id or self.document_id or self.recording_id}"


class PortalImageQuerySet(ImageQuerySet):
    def public(self) -> "PortalImageQuerySet":
        """Images shown by at least one page that everybody may read."""
        uses = PublishedUse.objects.visible_to().filter(image=OuterRef("pk"))
        return self.filter(Exists(uses))


class PortalImage(AbstractImage):
    """A picture, re-encoded at intake; its original is never public, only its renditions."""

    file = VerifiedImageField(
        "文件",
        upload_to=image_upload_to,
        width_field="width",
        height_field="height",
    )
    alt_text = models.CharField(
        "替代文字",
        max_length=255,
        blank=True,
        help_text="用一句话说明画面内容，供看不到图片的读者使用；不要写文件名。",
    )
    credit = models.CharField(
        "图片来源", max_length=255, blank=True, help_text="拍摄者或出处，例如：李老师 摄。"
    )

    admin_form_fields = (
        "title",
        "file",
        "alt_text",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("alt_text"),
        index.SearchField("credit"),
    ]

    objects = PortalImageQuerySet.as_manager()

    class Meta(AbstractImage.Meta):
        verbose_name = "图片"
        verbose_name_plural = "图片"
        # Every request for an original is looked up by its path.
        indexes = [models.Index(fields=["file"], name="media_image_file")]

    @property
    def default_alt_text(self) -> str:
        """The alternative text; never the title, which is often a camera's file name."""
        return self.alt_text

    def generate_rendition_file(
        self,
        filter: Filter,  # noqa: A002 - Wagtail's name
        *,
        source: File | None = None,
    ) -> File:
        """As Wagtail's, without the temporary file that it leaves open until collected."""
        with super().generate_rendition_file(filter, source=source) as generated:
            generated.seek(0)
            return ContentFile(generated.read(), name=generated.name)


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(
        PortalImage, models.CASCADE, related_name="renditions", verbose_name="图片"
    )

    class Meta:
        verbose_name = "图片版本"
        verbose_name_plural = "图片版本"
        # Every request for a picture is looked up by its path.
        indexes = [models.Index(fields=["file"], name="media_rendition_file")]
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="media_rendition_unique",
            )
        ]


class PortalDocumentQuerySet(DocumentQuerySet):
    def public(self) -> "PortalDocumentQuerySet":
        """Documents linked from at least one page that everybody may read."""
        uses = PublishedUse.objects.visible_to().filter(document=OuterRef("pk"))
        return self.filter(Exists(uses))


class PortalDocument(AbstractDocument):
    """An attachment of an allowed type, checked by its content at intake."""

    file = VerifiedDocumentField("文件", upload_to=document_upload_to)

    admin_form_fields = ("title", "file", "collection", "tags")

    objects = PortalDocumentQuerySet.as_manager()

    class Meta(AbstractDocument.Meta):
        verbose_name = "文档"
        verbose_name_plural = "文档"

    @property
    def download_name(self) -> str:
        """Name offered to the reader: the title with the stored file's own extension."""
        extension = self.file_extension
        title = self.title.removesuffix(f".{extension}")
        return f"{title}.{extension}"


class PortalRecordingQuerySet(MediaQuerySet):
    def public(self) -> "PortalRecordingQuerySet":
        """Recordings played on at least one page that everybody may read."""
        uses = PublishedUse.objects.visible_to().filter(recording=OuterRef("pk"))
        return self.filter(Exists(uses))


class PortalRecording(AbstractMedia):
    """Sound or video, checked by its content, with its words for those who do not hear it."""

    # The poster is a picture of the block that plays the film: it goes through its own intake.
    thumbnail = None

    file = VerifiedRecordingField("文件", upload_to=recording_upload_to)
    # Declared anew, behind the file: fields are saved in their order, and the file knows it.
    duration = models.FloatField("时长（秒）", default=0, editable=False)
    captions = VerifiedCaptionsField(
        "字幕",
        upload_to=captions_upload_to,
        blank=True,
        help_text="SRT 或 WebVTT 文件，剪辑软件都能导出。",
    )
    transcript = models.TextField(
        "文字稿",
        blank=True,
        help_text="音频必填；视频有字幕可不填，没有人声的视频用一两句话说明画面。",
    )

    admin_form_fields = ("title", "file", "captions", "transcript", "collection", "tags")

    objects = PortalRecordingQuerySet.as_manager()

    class Meta(AbstractMedia.Meta):
        abstract = False
        verbose_name = "音视频"
        verbose_name_plural = "音视频"
        # Every request for a part of one is looked up by its path.
        indexes = [
            models.Index(fields=["file"], name="media_recording_file"),
            models.Index(fields=["captions"], name="media_recording_captions"),
        ]

    @property
    def length_in_words(self) -> str:
        """How long it is, as in 3 分 05 秒; empty where the file does not say."""
        minutes, seconds = divmod(round(self.duration), 60)
        if not self.duration:
            return ""
        return f"{minutes} 分 {seconds:02} 秒" if minutes else f"{seconds} 秒"

    @property
    def sources(self) -> list[dict[str, str]]:
        """Address and type, as a ``<source>`` names them; the type as it will be served."""
        return [{"src": self.url, "type": content_type_of(self.file.name)}]

    def clean(self, *args: object, **kwargs: object) -> None:
        """Refuse a recording without words.

        Not so Wagtailmedia's: it looks at the names of files, and the intake has looked inside.
        """
        super(AbstractMedia, self).clean()
        if self.type == MediaType.AUDIO and not self.transcript.strip():
            raise ValidationError({"transcript": "请填写文字稿，听不到声音的读者靠它来读。"})
        if self.type == MediaType.VIDEO and not self.captions and not self.transcript.strip():
            raise ValidationError({"captions": "请上传字幕；没有人声的视频，在文字稿里说明画面。"})

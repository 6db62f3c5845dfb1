"""The words of attachments, kept so that a file is opened once."""

from django.db import models


class AttachmentText(models.Model):
    """What was read in a document. It goes with the document."""

    document = models.OneToOneField(
        "media.PortalDocument",
        verbose_name="文档",
        on_delete=models.CASCADE,
        related_name="attachment_text",
    )
    # Of the content, so that a file that was replaced is read anew.
    file_hash = models.CharField("文件指纹", max_length=40)
    reader = models.PositiveSmallIntegerField("读取程序版本")
    sections = models.JSONField("文字", default=list)
    problem = models.CharField("没有读出的原因", max_length=20, blank=True)
    read_at = models.DateTimeField("读取时间", auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "附件文字"
        verbose_name_plural = "附件文字"

    def __str__(self) -> str:
        return str(self.document_id)

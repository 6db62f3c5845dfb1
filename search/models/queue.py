"""The outbox of the search index."""

from django.db import models


class IndexOperation(models.Model):
    """A change that the search index has yet to see.

    Written in the same transaction as the change itself, so that neither can be lost without
    the other; deleted once the index has committed it. Applying a row twice does no harm.
    """

    class Operation(models.TextChoices):
        UPDATE = "update", "更新"
        DELETE = "delete", "移除"

    model_label = models.CharField("对象类型", max_length=200)
    object_pk = models.CharField("对象编号", max_length=255)
    operation = models.CharField("操作", max_length=8, choices=Operation.choices)
    queued_at = models.DateTimeField("进入队列时间", auto_now_add=True)

    class Meta:
        verbose_name = "待处理的索引操作"
        verbose_name_plural = "待处理的索引操作"
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.get_operation_display()} {self.model_label} {self.object_pk}"

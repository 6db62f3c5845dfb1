"""Rows that are written once, as far as Python goes; the database refuses too (``guarding``)."""

from django.core.exceptions import PermissionDenied
from django.db import models


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that may be added and read."""

    def update(self, **values: object) -> int:
        """Refused: a record is not rewritten."""
        raise PermissionDenied("记录只能追加，不能修改。")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused: a record is not removed."""
        raise PermissionDenied("记录只能追加，不能删除。")


class AppendOnly(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Insert the row; an update is refused."""
        if not self._state.adding:
            raise PermissionDenied("记录只能追加，不能修改。")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Refused: a record is not removed."""
        raise PermissionDenied("记录只能追加，不能删除。")

"""The number under which a piece stands in the office's register (稿件编号)."""

import re
from string import Formatter

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.models import Page

DEFAULT_NUMBER_FORMAT = "{year}-{number:04}"
_WIDTH = re.compile(r"0?[1-9]?")


def validate_number_format(value: str) -> None:
    """Ask for a template with ``{year}`` and ``{number}``, each once, and nothing else to fill in.

    Raises:
        ValidationError: two numbers could read the same, or the template cannot be filled in.
    """
    try:
        parts = [part[1:] for part in Formatter().parse(value) if part[1] is not None]
    except ValueError:
        raise ValidationError("花括号没有成对，请检查。") from None
    names = sorted(name for name, _, _ in parts)
    widths_are_plain = all(
        not conversion and _WIDTH.fullmatch(width or "") for _, width, conversion in parts
    )
    if names != ["number", "year"] or not widths_are_plain:
        raise ValidationError("请写成“{year}-{number:04}”的样子：年份和序号各出现一次。")


class ManuscriptYear(models.Model):
    """The last number given in a year; locked while the next one is given."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    last = models.PositiveIntegerField("最后编号", default=0)

    class Meta:
        verbose_name = "稿件编号年度"
        verbose_name_plural = "稿件编号年度"

    def __str__(self) -> str:
        return f"{self.year}：{self.last}"


class ManuscriptNumber(models.Model):
    """A piece's number, given with its first submission and kept whatever becomes of the piece."""

    page = models.OneToOneField(
        Page,
        verbose_name="稿件",
        primary_key=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("序号")

    class Meta:
        verbose_name = "稿件编号"
        verbose_name_plural = "稿件编号"
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="editorial_one_number"),
        ]

    def __str__(self) -> str:
        return self.written(DEFAULT_NUMBER_FORMAT)

    def written(self, template: str) -> str:
        """Return the number as the office writes it (``EditorialSettings.sheet_number_format``)."""
        return template.format(year=self.year, number=self.number)

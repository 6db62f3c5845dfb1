"""Enumerations of this section; a leaf that imports nothing of the project."""

from django.db import models


class WorkKind(models.TextChoices):
    """The three kinds of the 书房计划's 2+N."""

    CLASSIC = "classic", "教育名著"
    MONOGRAPH = "monograph", "学科专著"
    GENERAL = "general", "非教育类"

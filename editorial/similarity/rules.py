"""What a share of common text means: a pure decision over figures of the district."""

from django.db import models


class Level(models.TextChoices):
    """How much attention a piece needs; nothing is ever rejected by it."""

    NONE = "none", "未达提醒线"
    ATTENTION = "attention", "请核对"
    HOLD = "hold", "通过时须写明意见"


def level_of(percent: int, *, attention: int, hold: int) -> Level:
    """Return the level of a share.

    Args:
        percent: the share of the author's own words that stand elsewhere too.
        attention: from where on people are told (``EditorialSettings.similarity_attention``).
        hold: from where on an approval needs words (``EditorialSettings.similarity_hold``).
    """
    if percent >= hold:
        return Level.HOLD
    return Level.ATTENTION if percent >= attention else Level.NONE


def percent_of(part: int, whole: int) -> int:
    """Return a share in whole percent, rounded down: half of nothing is nothing."""
    return part * 100 // whole if whole else 0

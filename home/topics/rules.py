"""Decisions about topics; pure."""

import re
from datetime import date

from django.db import models


class Kind(models.TextChoices):
    """What sort of page editors assemble."""

    TOPIC = "topic", "专题"
    EXHIBITION = "exhibition", "成果展"


class Look(models.TextChoices):
    """The set designs; their reasons stand in ``docs/topics.md``."""

    PAPER = "paper", "素笺：白纸黑字，什么内容都合适"
    CLOTH = "cloth", "书衣：深色封面和题签，适合读书与成果"
    GRID = "grid", "朱栏：红格稿纸，适合教师的文章与荣誉"
    RUBBING = "rubbing", "墨拓：黑底白字，适合纪念与历史"


class State(models.TextChoices):
    """Where a day stands to the dates of a topic."""

    AHEAD = "ahead", "即将开始"
    RUNNING = "running", "正在进行"
    OVER = "over", "往期"


def state_on(day: date, starts_on: date | None, ends_on: date | None) -> State:
    """Return the state on ``day``; both days belong to the topic, no date sets no bound."""
    if starts_on and day < starts_on:
        return State.AHEAD
    if ends_on and day > ends_on:
        return State.OVER
    return State.RUNNING


def period_in_words(starts_on: date | None, ends_on: date | None) -> str:
    """Return the dates as readers see them, each part said once; empty without any date."""
    if starts_on and ends_on:
        if starts_on == ends_on:
            return _day(starts_on)
        end = _day(ends_on) if ends_on.year != starts_on.year else _day_of_year(ends_on)
        return f"{_day(starts_on)}至{end}"
    if starts_on:
        return f"{_day(starts_on)}起"
    return f"至{_day(ends_on)}" if ends_on else ""


def _day(day: date) -> str:
    return f"{day.year}年{_day_of_year(day)}"


def _day_of_year(day: date) -> str:
    return f"{day.month}月{day.day}日"


def words(text: str) -> list[str]:
    """Split what an editor typed as tags: by commas of either script, by spaces; each word once."""
    return list(dict.fromkeys(word for word in re.split(r"[\s,，、;；]+", text) if word))

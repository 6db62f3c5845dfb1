"""Enumerations of this room; a leaf that imports nothing of the project."""

from django.db import models


class Kind(models.TextChoices):
    """What a reader writes for."""

    SUGGESTION = "suggestion", "意见建议"
    CORRECTION = "correction", "纠错"


class Way(models.TextChoices):
    """How a form showed that somebody took trouble over it."""

    WORK = "work", "浏览器验算"
    QUESTION = "question", "答题"


class State(models.TextChoices):
    """How a letter stands."""

    HELD = "held", "待确认"
    NEW = "new", "待处理"
    TAKEN = "taken", "处理中"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已办结"


class Doubt(models.TextChoices):
    """Why a letter waits apart until somebody has looked."""

    BAIT = "bait", "填了不该填的一栏"
    FAST = "fast", "填得太快"
    CEILING = "ceiling", "一小时内来得太多"


class Verb(models.TextChoices):
    """What was done with a letter."""

    TAKE = "take", "接手"
    GIVE_BACK = "give_back", "放回"
    ANSWER = "answer", "答复"
    CLOSE = "close", "办结"
    REOPEN = "reopen", "重新打开"
    SEE_CONTACT = "see_contact", "查看联系方式"
    ERASE_CONTACT = "erase", "清除联系方式"
    MAIL = "mail", "答复已发邮件"


UNTAKEN = (State.HELD, State.NEW)
OPEN = (*UNTAKEN, State.TAKEN)
SETTLED = (State.ANSWERED, State.CLOSED)

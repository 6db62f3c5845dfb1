"""The words of the editorial road."""

from django.db import models


class Audience(models.TextChoices):
    """For whom an author writes; the wider, the more reviews (see ``ReviewDepth``)."""

    PRIVATE = "private", "仅自己"
    SCHOOL = "school", "本单位"
    DISTRICT = "district", "全区教师"
    PUBLIC = "public", "公开"


class Step(models.TextChoices):
    """The school's check, and the three reviews in their order (三审制)."""

    SCHOOL = "school", "校审"
    FIRST = "first", "初审"
    SECOND = "second", "复审"
    FINAL = "final", "终审"


class Verdict(models.TextChoices):
    """What can happen to a piece; each is one row of the record."""

    SUBMIT = "submit", "送审"
    RECALL = "recall", "撤回修改"
    APPROVE = "approve", "通过"
    RETURN = "return", "退回修改"
    HOLD = "hold", "待用"
    RESUME = "resume", "恢复审稿"
    DECLINE = "decline", "不采用"
    STAND_IN = "stand_in", "指定代审"
    UNDO = "undo", "撤销"
    CORRECT = "correct", "更正"
    WITHDRAW = "withdraw", "撤稿"


# Those that settle a step: a step has at most one of them.
SETTLING = (Verdict.APPROVE, Verdict.RETURN, Verdict.DECLINE)
# Those that can be taken back for a short while.
UNDOABLE = (*SETTLING, Verdict.HOLD)


class State(models.TextChoices):
    """How a piece stands, in the author's words."""

    DRAFT = "draft", "草稿"
    PRIVATE = "private", "仅自己可见"
    IN_REVIEW = "in_review", "审核中"
    HELD = "held", "待用"
    RETURNED = "returned", "待修改"
    DECLINED = "declined", "不采用"
    SCHEDULED = "scheduled", "待发布"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤稿"

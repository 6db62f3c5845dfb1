"""The words of the editorial road."""

from django.db import models


class Step(models.TextChoices):
    """The three reviews, in their order (三审制)."""

    FIRST = "first", "初审"
    SECOND = "second", "复审"
    FINAL = "final", "终审"


class Verdict(models.TextChoices):
    """What can happen to a piece; each is one row of the record."""

    SUBMIT = "submit", "送审"
    RECALL = "recall", "撤回修改"
    APPROVE = "approve", "通过"
    RETURN = "return", "退回修改"
    WITHDRAW = "withdraw", "撤稿"


class State(models.TextChoices):
    """How a piece stands, in the author's words."""

    DRAFT = "draft", "草稿"
    IN_REVIEW = "in_review", "审核中"
    RETURNED = "returned", "待修改"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤稿"

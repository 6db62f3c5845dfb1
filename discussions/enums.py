"""The words of this room; a leaf that imports nothing of the project."""

from django.db import models


class Approval(models.TextChoices):
    """When an editor reads what somebody wrote."""

    BEFORE = "before", "编辑看过才显示"
    AFTER = "after", "先显示，编辑随后看"


class Readers(models.TextChoices):
    """Who reads a discussion, of those who may read the place that it belongs to."""

    SIGNED_IN = "signed_in", "登录的老师"
    EVERYBODY = "everybody", "所有人，也包括没有登录的"


class State(models.TextChoices):
    """How one version of a contribution stands."""

    WAITING = "waiting", "等编辑看"
    APPROVED = "approved", "已通过"
    DIRECT = "direct", "直接发布"
    REFUSED = "refused", "没有通过"
    REPLACED = "replaced", "被新的一版代替"


class Verdict(models.TextChoices):
    """What an editor does; each is one row of the record."""

    APPROVE = "approve", "通过"
    REFUSE = "refuse", "不通过"
    HIDE = "hide", "隐藏"
    SHOW = "show", "恢复显示"
    LOCK = "lock", "锁定"
    UNLOCK = "unlock", "解除锁定"
    MOVE = "move", "移动"
    KEEP = "keep", "举报不成立"
    ARTICLE = "article", "整理成稿"


class CreditState(models.TextChoices):
    """What somebody answered to being quoted in an article."""

    ASKED = "asked", "等本人答复"
    AGREED = "agreed", "同意"
    DECLINED = "declined", "不同意"

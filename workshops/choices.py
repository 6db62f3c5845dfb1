"""The words of the workshops; a leaf that imports nothing of the project."""

from django.db import models


class Tier(models.TextChoices):
    """Who set the workshop up."""

    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    SCHOOL = "school", "校级"


class WorkshopKind(models.TextChoices):
    """For whom it is."""

    TEACHER = "teacher", "名师工作室"
    PRINCIPAL = "principal", "名校长工作室"
    RURAL = "rural", "乡村教师工作坊"


class MemberRole(models.TextChoices):
    """What somebody is in a workshop; who hosts it stands on its page."""

    GUIDE = "guide", "导师"
    MEMBER = "member", "成员"


class MemberState(models.TextChoices):
    """How somebody stands to a workshop."""

    INVITED = "invited", "已邀请"
    REQUESTED = "requested", "已申请"
    ACTIVE = "active", "在坊"
    DECLINED = "declined", "未加入"
    LEFT = "left", "已离开"


# A person has at most one of these in a workshop.
OPEN_STATES = (MemberState.INVITED, MemberState.REQUESTED, MemberState.ACTIVE)


class CameBy(models.TextChoices):
    """How a membership began."""

    INVITATION = "invitation", "受邀加入"
    REQUEST = "request", "申请加入"
    ENTERED = "entered", "主持人登记"
    LIST = "list", "原成员名单"


class ResultKind(models.TextChoices):
    """What kind of result a workshop shows."""

    LESSON = "lesson", "课例"
    PROJECT = "project", "课题"
    PAPER = "paper", "论文"
    VIDEO = "video", "视频"
    RESOURCE = "resource", "教学资源"


class Licence(models.TextChoices):
    """What readers may do with a result; the Creative Commons ones by their 4.0 texts."""

    RESERVED = "reserved", "保留所有权利，转载须经作者同意"
    BY = "cc-by", "署名后可以转载和改编（CC BY 4.0）"
    BY_NC = "cc-by-nc", "署名后可以非商业转载和改编（CC BY-NC 4.0）"
    BY_NC_ND = "cc-by-nc-nd", "署名后可以非商业转载，不得改编（CC BY-NC-ND 4.0）"


class DossierState(models.TextChoices):
    """How the dossier of a year stands."""

    OPEN = "open", "自评中"
    RETURNED = "returned", "退回补充"
    HANDED_IN = "handed_in", "等待评议"
    ASSESSED = "assessed", "已评议"


# The host writes in these.
WRITABLE = (DossierState.OPEN, DossierState.RETURNED)

"""Enumerations of this room; a leaf that imports nothing of the project."""

from django.db import models


class UnitKind(models.TextChoices):
    BUREAU = "bureau", "教体局"
    CENTRAL_SCHOOL = "central_school", "中心校"
    DIRECT_SCHOOL = "direct_school", "市直学校"
    SCHOOL = "school", "学校"


class Stage(models.TextChoices):
    """Stage of schooling, 学段."""

    PRESCHOOL = "preschool", "学前"
    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    SENIOR = "senior", "高中"
    VOCATIONAL = "vocational", "职教"
    SPECIAL = "special", "特教"


class Role(models.TextChoices):
    """What a person may do. The label is also the name of the Django group."""

    TEACHER = "teacher", "教师"
    SCHOOL_ADMIN = "school_admin", "学校管理员"
    WORKSHOP_HOST = "workshop_host", "工作坊主持人"
    EDITOR = "editor", "编辑"
    CHIEF_EDITOR = "chief_editor", "总编"
    SITE_ADMIN = "site_admin", "站点管理员"

    @property
    def group_name(self) -> str:
        return str(self.label)


# Roles that mean nothing without a unit: the scope is that unit and what lies below it.
UNIT_ROLES = frozenset({Role.SCHOOL_ADMIN})
# Roles whose holders work for the whole district.
DISTRICT_ROLES = frozenset({Role.EDITOR, Role.CHIEF_EDITOR, Role.SITE_ADMIN})


class ConsentScope(models.TextChoices):
    """What a person portrayed has agreed to make public."""

    NAME = "name", "姓名与事迹"
    PHOTO = "photo", "姓名、事迹与照片"


class ConsentState(models.TextChoices):
    """How a consent stands on a day."""

    IN_FORCE = "in_force", "有效"
    EXPIRED = "expired", "已到期"
    WITHDRAWN = "withdrawn", "已撤回"

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
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDITOR = "auditor", "审计员"

    @property
    def group_name(self) -> str:
        return str(self.label)


# Roles that mean nothing without a unit: the scope is that unit and what lies below it.
UNIT_ROLES = frozenset({Role.SCHOOL_ADMIN})
# Roles whose holders work for the whole district.
DISTRICT_ROLES = frozenset(
    {Role.EDITOR, Role.CHIEF_EDITOR, Role.SITE_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR}
)
# 三权分立: who runs the site, who gives rights, who reads the trail. Nobody holds two of them
# (GB/T 22239-2019, 8.1.5: system, audit and security management by different administrators).
SEPARATED_ROLES = frozenset({Role.SITE_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
# Who watches whoever runs the site: out of their reach, and named one by one, not in a list.
WATCHING_ROLES = SEPARATED_ROLES - {Role.SITE_ADMIN}
IMPORTED_ROLES = [role for role in Role if role not in WATCHING_ROLES]
# Whose accounts are worth most to a thief: second factor, shorter idle time.
PRIVILEGED_ROLES = SEPARATED_ROLES | {Role.EDITOR, Role.CHIEF_EDITOR}


class ConsentScope(models.TextChoices):
    """What a person portrayed has agreed to make public."""

    NAME = "name", "姓名与事迹"
    PHOTO = "photo", "姓名、事迹与照片"


class ConsentState(models.TextChoices):
    """How a consent stands on a day."""

    IN_FORCE = "in_force", "有效"
    EXPIRED = "expired", "已到期"
    WITHDRAWN = "withdrawn", "已撤回"


class AuditKind(models.TextChoices):
    """What the audit trail notes."""

    SIGNED_IN = "signed_in", "登录"
    SIGN_IN_FAILED = "sign_in_failed", "登录失败"
    SIGNED_OUT = "signed_out", "退出登录"
    SESSION_ENDED = "session_ended", "结束登录"
    PASSWORD_CHANGED = "password_changed", "修改密码"
    PASSWORD_GIVEN = "password_given", "发放初始密码"
    FACTOR_ADDED = "factor_added", "启用两步验证"
    FACTOR_REMOVED = "factor_removed", "停用两步验证"
    FACTOR_RESET = "factor_reset", "重设两步验证"
    FACTOR_FAILED = "factor_failed", "验证码错误"
    ACCOUNT_CREATED = "account_created", "新建账号"
    ACCOUNT_CHANGED = "account_changed", "修改账号"
    ROLE_GRANTED = "role_granted", "授予角色"
    ROLE_REVOKED = "role_revoked", "收回角色"
    EXPORTED = "exported", "导出"
    PERSONAL_DATA = "personal_data", "下载个人信息"
    ERASED = "erased", "删除个人信息"
    TIDIED = "tidied", "清理到期记录"

"""What this floor, Wagtail and allauth keep of a person."""

from people.personal.erasing import withdraw_consents
from people.personal.holdings import Fate, Holding, deleted, kept_traces, unlinked

TRAIL = "审计记录至少保留六个月，期满清理。"
CONSENTS = "同意与撤回是当时公开的依据，须能查证；撤回后不再公开任何内容。"
OFFICE = "履行职务的记录，只显示“已注销用户”。"


def of_people() -> list[Holding]:
    """Account, school, roles, consents, sign-ins; and what Wagtail keeps of whoever works in it."""
    return [
        Holding("people.User", "pk", Fate.DELETED, secret=("password", "session_stamp"), erase=_no),
        Holding("people.Consent", "person", Fate.KEPT, why=CONSENTS, erase=withdraw_consents),
        Holding("people.AuditEntry", "actor", Fate.KEPT, why=TRAIL),
        Holding("people.AuditEntry", "subject", Fate.KEPT, why=TRAIL),
        *deleted(
            "people.UnitMembership.teacher__user",
            "people.TeacherProfile.user",
            "people.RoleScope.user",
            "account.EmailAddress.user",
            "wagtailusers.UserProfile.user",
            "wagtailcore.Comment.user",
            "wagtailcore.CommentReply.user",
        ),
        *(
            Holding(model, "user", Fate.DELETED, called=words)
            for model, words in (
                ("people.User_groups", "所在的权限组"),
                ("people.User_user_permissions", "单独给的权限"),
                ("wagtailadmin.EditingSession", "正在编辑的页面"),
                ("wagtailadmin.FormState", "后台表单的状态"),
                ("wagtailcore.PageSubscription", "关注的页面"),
            )
        ),
        Holding("mfa.Authenticator", "user", Fate.DELETED, secret=("data",), called="两步验证"),
        Holding(
            "usersessions.UserSession",
            "user",
            Fate.DELETED,
            secret=("session_key", "data"),
            called="登录的设备和地址",
        ),
        *kept_traces(
            OFFICE,
            "people.Consent.recorded_by",
            "people.Consent.withdrawn_by",
            "wagtailcore.ModelLogEntry.user",
            "wagtailcore.PageLogEntry.user",
        ),
        *unlinked(
            "people.RoleScope.granted_by",
            "wagtailcore.Comment.resolved_by",
            "wagtailcore.Page.locked_by",
            "wagtailcore.Revision.user",
            "wagtailcore.TaskState.finished_by",
            "wagtailcore.UploadedFile.uploaded_by_user",
            "wagtailcore.WorkflowState.requested_by",
        ),
    ]


def _no(user: object) -> None:
    """The account is emptied last, by ``erase_person``."""

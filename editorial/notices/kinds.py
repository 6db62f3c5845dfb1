"""What a piece of word is about, and by which way it travels."""

from enum import Enum

from django.db import models


class NoticeKind(models.TextChoices):
    """What happened, in the words of whoever is told."""

    PASSED = "passed", "通过一步"
    PUBLISHED = "published", "通过全部审核"
    RETURNED = "returned", "退回修改"
    DECLINED = "declined", "不采用"
    HELD = "held", "留作待用"
    RESUMED = "resumed", "恢复审稿"
    WITHDRAWN = "withdrawn", "撤稿"
    CORRECTED = "corrected", "更正"
    UNDONE = "undone", "通知作废"
    HANDED_IN = "handed_in", "改好送回"
    ASSIGNED = "assigned", "交给您审"
    STAND_IN = "stand_in", "请您代审"
    SLOT = "slot", "2+N 更正"
    BOOK = "book", "补书结果"
    NOTE = "note", "札记被移走"
    EVENT = "event", "活动消息"
    WORKSHOP = "workshop", "工作坊"
    DIGEST = "digest", "每日提醒"
    # Of discussions, which lie above this floor.
    REPLY = "reply", "讨论有回复"
    MENTION = "mention", "讨论里提到您"
    SAID_SHOWN = "said_shown", "发言通过"
    SAID_REFUSED = "said_back", "发言没有通过"
    SAID_HIDDEN = "said_hid", "发言被隐藏"
    REPORT_SETTLED = "report", "举报已处理"
    CREDIT_ASKED = "credit", "征求署名"
    CREDIT_ANSWERED = "credited", "署名答复"
    # Of letters to the editors, likewise.
    LETTER = "letter", "来信有答复"

    @property
    def is_of_the_day(self) -> bool:
        """Whether it comes with the daily mail, which a person switches off by itself."""
        return self in (
            NoticeKind.DIGEST,
            NoticeKind.HANDED_IN,
            NoticeKind.REPLY,
            NoticeKind.MENTION,
        )


class Party(Enum):
    """Who somebody is to a decision."""

    AUTHOR = "author"
    RETURNER = "whoever returned the piece before"
    STAND_IN = "whoever shall decide in the place of another"
    ASSIGNEE = "the colleague to whom the piece is given"


class Channel(Enum):
    """How word travels; in the site it always stands."""

    SITE = "in the site only"
    MAIL = "and by mail"
    DIGEST = "and in the daily mail"


# Kinds that bring the decision's own words to the author.
WITH_WORDS = (
    NoticeKind.RETURNED,
    NoticeKind.DECLINED,
    NoticeKind.WITHDRAWN,
    NoticeKind.CORRECTED,
)

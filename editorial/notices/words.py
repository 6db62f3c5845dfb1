"""The Chinese texts: in the site, and subject and body of mails."""

from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from editorial.models import Notification
from editorial.notices.kinds import WITH_WORDS, NoticeKind
from people.models import User

SENTENCES = {
    NoticeKind.PASSED: "《{title}》{step}通过，接着审下一步。",
    NoticeKind.PUBLISHED: "《{title}》通过了全部审核，已经发布。",
    NoticeKind.RETURNED: "《{title}》在{step}时退回修改。",
    NoticeKind.DECLINED: "《{title}》没有采用。",
    NoticeKind.HELD: "《{title}》留作待用，有合适的时候接着审。",
    NoticeKind.RESUMED: "《{title}》从待用稿里取出，接着审。",
    NoticeKind.WITHDRAWN: "《{title}》已经撤稿，读者看不到了。",
    NoticeKind.CORRECTED: "《{title}》发出了更正，读者在页面上看得到。",
    NoticeKind.UNDONE: "《{title}》的上一条通知作废：{step}的决定已经撤销，稿件仍在{step}。",
    NoticeKind.HANDED_IN: "您退回的《{title}》改好送回来了。",
    NoticeKind.ASSIGNED: "《{title}》的{step}交给您了。",
    NoticeKind.STAND_IN: "请您代做《{title}》的{step}。",
    NoticeKind.SLOT: "学校更正了《{title}》在 2+N 里的位置：{step}。",
    NoticeKind.BOOK: "您补的《{title}》{step}。",
    NoticeKind.NOTE: "您在共读“{title}”里的一条札记被领读人移走：{step}",
    NoticeKind.EVENT: "《{title}》{step}",
    NoticeKind.WORKSHOP: "{title}：{step}",
    NoticeKind.REPLY: "讨论“{title}”有新回复。",
    NoticeKind.MENTION: "有老师在讨论“{title}”里提到了您。",
    NoticeKind.SAID_SHOWN: "您在“{title}”里的发言已经通过，大家看得到了。",
    NoticeKind.SAID_REFUSED: "您在“{title}”里的发言没有通过，改一改可以再交：{step}",
    NoticeKind.SAID_HIDDEN: "您在“{title}”里的发言被隐藏了：{step}",
    NoticeKind.REPORT_SETTLED: "您举报的“{title}”里的发言，编辑看过了。",
    NoticeKind.CREDIT_ASKED: "编辑想把您在“{title}”里的发言写进文章，请答复是否同意。",
    NoticeKind.CREDIT_ANSWERED: "“{title}”的署名征求有了答复：{step}",
    NoticeKind.LETTER: "您写给编辑的{title}有了答复。",
}
SUBJECTS = {
    NoticeKind.PASSED: "《{title}》通过一步",
    NoticeKind.PUBLISHED: "《{title}》已发布",
    NoticeKind.RETURNED: "《{title}》退回修改",
    NoticeKind.DECLINED: "《{title}》没有采用",
    NoticeKind.HELD: "《{title}》留作待用",
    NoticeKind.RESUMED: "《{title}》恢复审稿",
    NoticeKind.WITHDRAWN: "《{title}》已撤稿",
    NoticeKind.CORRECTED: "《{title}》有更正",
    NoticeKind.UNDONE: "《{title}》的上一条通知作废",
    NoticeKind.HANDED_IN: "《{title}》改好送回",
    NoticeKind.ASSIGNED: "请您审《{title}》",
    NoticeKind.STAND_IN: "请您代审《{title}》",
    NoticeKind.SLOT: "2+N：学校更正了《{title}》的位置",
    NoticeKind.BOOK: "您补的《{title}》有了结果",
    NoticeKind.NOTE: "共读“{title}”：一条札记被移走",
    NoticeKind.EVENT: "活动《{title}》有新消息",
    NoticeKind.WORKSHOP: "{title}有新消息",
    NoticeKind.REPLY: "讨论“{title}”有新回复",
    NoticeKind.MENTION: "讨论“{title}”里提到了您",
    NoticeKind.SAID_SHOWN: "“{title}”里的发言已通过",
    NoticeKind.SAID_REFUSED: "“{title}”里的发言没有通过",
    NoticeKind.SAID_HIDDEN: "“{title}”里的发言被隐藏",
    NoticeKind.REPORT_SETTLED: "“{title}”里的举报已处理",
    NoticeKind.CREDIT_ASKED: "请答复：把“{title}”里的发言写进文章",
    NoticeKind.CREDIT_ANSWERED: "“{title}”的署名征求有了答复",
    NoticeKind.LETTER: "您写给编辑的{title}有了答复",
}


def one_line(text: str) -> str:
    """Return a title without line ends and other white space that a subject must not hold."""
    return " ".join(text.split())


def sentence(kind: NoticeKind, *, title: str, step: str = "") -> str:
    """Return what stands in the site.

    Args:
        title: of the piece; ``step``: the step's label, where the sentence names it; of a
            workshop, its name and what is told.
    """
    return SENTENCES[kind].format(title=one_line(title), step=step)


def digest_text(waiting: int, overdue: int) -> str:
    """Return the sentence of the daily mail about a person's own queue; empty for none."""
    if not waiting:
        return ""
    late = f"，其中 {overdue} 篇已到期" if overdue else ""
    return f"今天有 {waiting} 篇等您处理{late}。"


def subject(notifications: Sequence[Notification]) -> str:
    """Return the subject of one mail: it names the piece if there is one, else the number.

    Args:
        notifications: as ``queries.with_words`` leaves them.
    """
    for each in notifications:
        if each.kind == NoticeKind.DIGEST:
            return each.text.splitlines()[0].rstrip("。：")
    first = notifications[0]
    title = one_line(first.page_title)
    if len(notifications) == 1:
        if first.scheduled_for:
            return f"《{title}》已通过，等待发布"
        return SUBJECTS[NoticeKind(first.kind)].format(title=title)
    if first.page_id and {each.page_id for each in notifications} == {first.page_id}:
        return f"《{title}》有 {len(notifications)} 条新消息"
    return f"您有 {len(notifications)} 条新消息"


def body(notifications: Sequence[Notification], recipient: User) -> str:
    """Return the text of one mail, with exactly one link.

    To where the pieces of word lead, if that is one place; else to the list of them.
    """
    addresses = {each.url for each in notifications}
    path = addresses.pop() if len(addresses) == 1 else reverse("editorial:notifications")
    context = {
        "recipient": recipient,
        "notifications": notifications,
        "url": f"{settings.BASE_URL}{path}",
        "site": settings.WAGTAIL_SITE_NAME,
    }
    return render_to_string("editorial/mail/notifications.txt", context)


def words_of(notification: Notification) -> str:
    """Return the decision's own words to the author: why, and what to do; empty for none."""
    decision = notification.decision
    if decision is None or notification.kind not in WITH_WORDS:
        return ""
    todo = f"怎么办：{decision.todo}" if decision.todo else ""
    return "\n".join(part for part in (decision.comment, todo) if part)


def text_of(notification: Notification) -> str:
    """Return the sentence as it is true now: an approved piece may wait for its time."""
    if notification.scheduled_for is None:
        return notification.text
    moment = timezone.localtime(notification.scheduled_for)
    title = one_line(notification.page_title)
    return (
        f"《{title}》通过了全部审核，"
        f"定于{moment:%Y}年{moment.month}月{moment.day}日 {moment:%H:%M} 发布。"
    )

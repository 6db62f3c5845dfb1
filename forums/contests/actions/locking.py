"""Behind one lock for each contest: its row."""

from django.utils import timezone

from editorial.errors import NotPossible, ReviewRefused
from editorial.notices.actions import write
from editorial.notices.rules import EVENT, EVENT_IN_SITE
from forums.contests.queries import leads
from forums.models import Contest, ContestRecord
from people.models import User

NO_CONTEST = "没有这场比赛，或者它还没有设置好。"
LEADERS_ONLY = "只有比赛的主办人可以这样做；担任评委的人看不到参赛人姓名，也不能管理比赛。"


def locked_contest(page_id: int) -> Contest:
    """Return the contest of an event, locked until the transaction ends.

    Raises:
        NotPossible: nobody has set it up.
    """
    rows = Contest.objects.select_for_update(of=("self",)).select_related("page")
    contest = rows.filter(page_id=page_id).first()
    if contest is None:
        raise NotPossible(NO_CONTEST)
    return contest


def led_contest(page_id: int, by: User) -> Contest:
    """Return the contest, locked, for whoever runs it.

    Raises:
        NotPossible: there is none; ReviewRefused: ``by`` does not run it, or judges it.
    """
    contest = locked_contest(page_id)
    if not leads(by, contest.page):
        raise ReviewRefused(LEADERS_ONLY)
    return contest


def note(
    contest: Contest, verb: str, *, by: User | None, number: int | None = None, text: str = ""
) -> None:
    """Add a line to the record of a contest.

    Args:
        number: of the entry that it is about.
    """
    ContestRecord.objects.create(
        contest=contest, at=timezone.now(), by=by, verb=verb, number=number, text=text[:500]
    )


def tell(contest: Contest, user_id: int, words: str, url: str, *, by_mail: bool = True) -> None:
    """Tell a person something about a contest; kept with the change, or neither is.

    Args:
        words: a whole sentence; the title of the contest stands before it.
        url: the path of the page where it is seen.
        by_mail: whether it cannot wait until the person looks.
    """
    write(
        notice=EVENT if by_mail else EVENT_IN_SITE,
        recipient_id=user_id,
        due_at=timezone.now(),
        page_id=None,
        page_title=contest.page.title,
        url=url,
        step=words,
    )

"""Entering, changing, leaving; what the entrant agrees to; what the organiser excludes."""

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from editorial.errors import NotPossible, ReviewRefused
from forums.contests import intake, rules
from forums.contests.actions.locking import led_contest, locked_contest, note, tell
from forums.contests.queries import phase_of
from forums.models import Contest, Entry, EntryFile, ForumEventPage
from forums.registration.queries import organises
from people.models import ConsentSettings, User
from portal.queries import readable_pages

NO_ENTRY = "没有这份作品，或者它不是您的。"


@transaction.atomic
def enter(
    *,
    page_id: int,
    user: User,
    group_id: int | None,
    title: str,
    names_public: bool = False,
    work_public: bool = False,
) -> Entry:
    """Enter a contest; who stands in the group already gets that entry back, unchanged.

    Raises:
        NotPossible: no such contest for this person, or it takes no entries now.
        ReviewRefused: the person runs the contest, or works in no unit.
        ValidationError: by field.
    """
    contest = locked_contest(page_id)
    pages = ForumEventPage.objects.filter(pk=page_id)
    if not readable_pages(user, pages).exists():
        raise NotPossible("没有这场比赛，或者它还没有发布。")
    answer = rules.may_enter(phase_of(contest))
    if not answer:
        raise NotPossible(answer.reason)
    _require_entrant(contest, user)
    group = contest.groups.filter(pk=group_id or 0).first()
    if group is None:
        raise ValidationError({"group": "请从列出的组里选一个。"})
    own = Entry.objects.standing().filter(group=group, contestant=user).first()
    if own is not None:
        return own
    entry = Entry(
        contest=contest,
        group=group,
        contestant=user,
        unit=user.unit,
        title=_title(title, user),
        number=contest.next_number,
        entered_at=timezone.now(),
    )
    _agree(entry, names_public=names_public, work_public=work_public)
    entry.save()
    contest.next_number += 1
    contest.save(update_fields=["next_number"])
    note(contest, "enter", by=user, number=entry.number, text=group.title)
    return entry


def _require_entrant(contest: Contest, user: User) -> None:
    if user.unit is None:
        raise ReviewRefused("只有本区教师可以参赛：您的账号没有教师档案。")
    if organises(user, contest.page):
        raise ReviewRefused("您能管理这场活动，看得到别人的作品，不能参赛。")


def _title(title: str, user: User) -> str:
    text = " ".join(title.split())
    if not text:
        raise ValidationError({"title": "请写作品名称。"})
    if rules.names_in(text, intake.names_of(user)):
        raise ValidationError({"title": "作品名称里不要写姓名和单位，评委会看到。"})
    return text


def _agree(entry: Entry, *, names_public: bool, work_public: bool) -> None:
    entry.names_public, entry.work_public = names_public, work_public
    entry.consented_at = timezone.now() if names_public or work_public else None
    entry.consent_form = ConsentSettings.load().form_version


@transaction.atomic
def change_entry(*, entry_id: int, by: User, title: str) -> Entry:
    """Change the title of one's own entry, as long as entries come in.

    Raises:
        NotPossible: there is none of this person, it has left, or the time is over.
        ValidationError: no title, or one that names the entrant.
    """
    contest, entry = _own(entry_id, by)
    _require_open(contest, entry)
    entry.title, entry.changed_at = _title(title, by), timezone.now()
    entry.save(update_fields=["title", "changed_at"])
    note(contest, "retitle", by=by, number=entry.number)
    return entry


@transaction.atomic
def set_consent(*, entry_id: int, by: User, names_public: bool, work_public: bool) -> Entry:
    """Agree to the publication of name or work, or take that back; at any time.

    Raises:
        NotPossible: there is no such entry of this person.
    """
    contest, entry = _own(entry_id, by)
    if (entry.names_public, entry.work_public) == (names_public, work_public):
        return entry
    _agree(entry, names_public=names_public, work_public=work_public)
    entry.save(update_fields=["names_public", "work_public", "consented_at", "consent_form"])
    words = [
        "同意公布姓名和单位" if names_public else "不公布姓名和单位",
        "同意公开作品" if work_public else "不公开作品",
    ]
    note(contest, "consent", by=by, number=entry.number, text="，".join(words))
    return entry


def add_file(*, entry_id: int, by: User, file: File) -> EntryFile:
    """Add a file to one's own entry.

    Raises:
        NotPossible: see ``change_entry``.
        ValidationError: ``file``: it cannot be, or there are too many.
    """
    with transaction.atomic():
        _require_room(*_own(entry_id, by))
    try:
        taken = intake.take(user=by, file=file)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    try:
        with transaction.atomic():
            contest, entry = _own(entry_id, by)
            _require_room(contest, entry)
            taken.file.entry = entry
            taken.file.save()
            _touch(contest, entry, "add_file", by)
    except Exception:
        taken.drop()
        raise
    return taken.file


def _require_room(contest: Contest, entry: Entry) -> None:
    _require_open(contest, entry)
    if entry.files.count() >= contest.most_files:
        raise ValidationError(
            {"file": f"一份作品最多 {contest.most_files} 个文件，请先移走一个再上传。"}
        )


@transaction.atomic
def remove_file(*, file_id: int, by: User) -> Entry:
    """Take a file out of one's own entry.

    Raises:
        NotPossible: see ``change_entry``.
    """
    file = EntryFile.objects.filter(pk=file_id).first()
    if file is None:
        raise NotPossible("没有这个文件，它可能已经移走。")
    contest, entry = _own(file.entry_id, by)
    _require_open(contest, entry)
    taken = intake.Taken(file)
    file.delete()
    taken.drop()
    _touch(contest, entry, "remove_file", by)
    return entry


def _touch(contest: Contest, entry: Entry, verb: str, by: User) -> None:
    entry.changed_at = timezone.now()
    entry.save(update_fields=["changed_at"])
    note(contest, verb, by=by, number=entry.number)


@transaction.atomic
def withdraw(*, entry_id: int, by: User) -> Entry:
    """Withdraw one's own entry; again changes nothing.

    Raises:
        NotPossible: there is none of this person, or the results are public.
    """
    contest, entry = _own(entry_id, by)
    if entry.state == Entry.State.WITHDRAWN:
        return entry
    answer = rules.may_withdraw(phase_of(contest))
    if not answer:
        raise NotPossible(answer.reason)
    if not entry.is_standing:
        raise NotPossible("这份作品已经取消资格。")
    entry.state = Entry.State.WITHDRAWN
    entry.save(update_fields=["state"])
    note(contest, "withdraw", by=by, number=entry.number)
    return entry


@transaction.atomic
def exclude(*, entry_id: int, by: User, reason: str) -> Entry:
    """Exclude an entry, with a reason that the entrant is told; again changes nothing.

    Raises:
        ReviewRefused: ``by`` does not run the contest; NotPossible: the results are public.
        ValidationError: no reason.
    """
    page_id = Entry.objects.filter(pk=entry_id).values_list("contest__page_id", flat=True).first()
    if page_id is None:
        raise NotPossible("没有这份作品。")
    contest = led_contest(page_id, by)
    entry = Entry.objects.get(pk=entry_id)
    if not entry.is_standing:
        return entry
    if contest.is_published:
        raise NotPossible("结果已经公布，不能再取消资格。")
    if not reason.strip():
        raise ValidationError({"reason": "请写一句理由，参赛人会看到。"})
    entry.state, entry.reason = Entry.State.EXCLUDED, reason.strip()[:200]
    entry.save(update_fields=["state", "reason"])
    note(contest, "exclude", by=by, number=entry.number, text=reason.strip())
    url = reverse("contests:entry", args=[entry.pk])
    tell(contest, entry.contestant_id, f"您的 {entry.number} 号作品被取消资格：{entry.reason}", url)
    return entry


def _own(entry_id: int, by: User) -> tuple[Contest, Entry]:
    """Return a person's own entry behind the lock of its contest."""
    found = Entry.objects.filter(pk=entry_id, contestant=by)
    page_id = found.values_list("contest__page_id", flat=True).first()
    if page_id is None:
        raise NotPossible(NO_ENTRY)
    return locked_contest(page_id), found.get()


def _require_open(contest: Contest, entry: Entry) -> None:
    answer = rules.may_enter(phase_of(contest))
    if not answer:
        raise NotPossible(answer.reason)
    if not entry.is_standing:
        raise NotPossible("这份作品已经退赛或取消资格，不能再改。")

"""The workshops of the demo from inside: who joined, plans, a file, dossiers of a year."""

from datetime import date, timedelta

from django.core.files.base import File
from django.utils import timezone

from editorial.workbooks import Table, new_book, saved
from home.demo import source
from home.demo.clock import at, moment
from home.demo.people import Cast
from home.demo.places import OPENED_DAYS_AGO
from people.actions import grant_role
from people.models import User
from people.roles import Role, has_role
from workshops.dossier import actions as dossiers
from workshops.files.actions import share_file
from workshops.membership import actions, naming
from workshops.models import Dossier, Indicator, WorkshopPage, WorkshopYear
from workshops.plans import actions as plans

YEAR_BEGINS = (9, 1)
JOINED_DAYS_AGO = OPENED_DAYS_AGO - 12
SHEET = (("日期", 12), ("讲的人", 12), ("哪一分钟", 24), ("看见的事实", 60), ("下次改哪一样", 40))


def make_years(today: date) -> tuple[WorkshopYear, WorkshopYear]:
    """Make the last school year and the present one, with their indicators."""
    first = today.year if (today.month, today.day) >= YEAR_BEGINS else today.year - 1
    last, now = (_make_year(year, today) for year in (first - 1, first))
    for order, row in enumerate(source.texts("rooms")["indicator"]):
        indicator = Indicator.objects.create(
            name=row["name"],
            explanation=row["explanation"],
            weight=row["weight"],
            level_lines=row["levels"],
            order=order,
        )
        indicator.years.set([last, now])
    return last, now


def _make_year(year: int, today: date) -> WorkshopYear:
    begins, ends = date(year, *YEAR_BEGINS), date(year + 1, *YEAR_BEGINS) - timedelta(days=1)
    due = ends + timedelta(days=120)
    name = f"{year}—{year + 1}学年"
    return WorkshopYear.objects.create(name=name, starts_on=begins, ends_on=ends, due_on=due)


def make_members(cast: Cast, workshops: dict[str, WorkshopPage]) -> None:
    """Let hosts invite and teachers join; some agree to be named in public.

    Args:
        cast: units and accounts; whoever hosts a workshop gets the role.
        workshops: by their slug, published.
    """
    make_years(timezone.localdate())
    rows = {row["workshop"]: row for row in source.texts("rooms")["room"]}
    for row in source.texts("workshops")["workshop"]:
        host, workshop = cast.accounts[row["host"]], workshops[row["slug"]]
        if not has_role(host, Role.WORKSHOP_HOST):
            grant_role(user=host, role=Role.WORKSHOP_HOST)
        for number in row["members"]:
            with at(moment(timezone.now(), -JOINED_DAYS_AGO)):
                _join(workshop, host, cast.accounts[number])
        room = rows[row["slug"]]
        with at(moment(timezone.now(), -JOINED_DAYS_AGO + 1)):
            for number in room["named"]:
                naming.show_name(workshop_id=workshop.pk, by=cast.accounts[number])
        _ask(room, workshop, host, cast)


def _join(workshop: WorkshopPage, host: User, teacher: User) -> None:
    asked = actions.invite(workshop_id=workshop.pk, by=host, user_id=teacher.pk)
    actions.accept_invitation(membership_id=asked.pk, by=teacher)


def _ask(room: dict, workshop: WorkshopPage, host: User, cast: Cast) -> None:
    """Enter a guide from elsewhere, and let a request and an invitation wait."""
    if "guide" in room:
        name, unit_name = room["guide"]
        with at(moment(timezone.now(), -JOINED_DAYS_AGO)):
            actions.enter_outsider(
                workshop_id=workshop.pk,
                by=host,
                name=name,
                unit_name=unit_name,
                duty="每学期听一次",
                told_agreed_on=timezone.localdate(),
            )
    with at(moment(timezone.now(), -3)):
        if "request" in room:
            number, words = room["request"]
            asking = cast.accounts[number]
            actions.request_to_join(workshop_id=workshop.pk, by=asking, words=words)
        if "invitation" in room:
            number, words = room["invitation"]
            actions.invite(
                workshop_id=workshop.pk, by=host, user_id=cast.accounts[number].pk, words=words
            )


def make_rooms(cast: Cast, workshops: dict[str, WorkshopPage]) -> None:
    """Write plans and announcements, share a file, bring dossiers into their states."""
    hosts = {row["slug"]: row["host"] for row in source.texts("workshops")["workshop"]}
    last, now = WorkshopYear.objects.order_by("starts_on")
    for room in source.texts("rooms")["room"]:
        workshop = workshops[room["workshop"]]
        host = cast.accounts[hosts[room["workshop"]]]
        if "plan" in room:
            with at(moment(timezone.now(), -14)):
                plans.write_plan(
                    workshop_id=workshop.pk, by=host, year_id=now.pk, text=room["plan"]
                )
        if "announcement" in room:
            with at(moment(timezone.now(), -2)):
                plans.announce(workshop_id=workshop.pk, by=host, text=room["announcement"])
        if "file" in room:
            _share(workshop, host, room["file"])
        if "dossier" in room:
            _make_dossier(room, workshop, host, cast.accounts["editor1"], last)


def _share(workshop: WorkshopPage, host: User, title: str) -> None:
    book = new_book()
    Table(book, "一分钟", SHEET).write([])
    with at(moment(timezone.now(), -20)), saved(book) as file:
        upload = File(file, name="sheet.xlsx")
        file.seek(0, 2)
        upload.size = file.tell()
        share_file(workshop_id=workshop.pk, by=host, file=upload, title=title)


def _make_dossier(
    room: dict, workshop: WorkshopPage, host: User, editor: User, year: WorkshopYear
) -> None:
    with at(moment(timezone.now(), -20)):
        dossier = dossiers.begin_dossier(workshop_id=workshop.pk, by=host, year_id=year.pk)
        numbers = dict(Indicator.objects.values_list("name", "pk"))
        said = {
            numbers[name]: dossiers.Said(level, text) for name, level, text, *_ in room["ratings"]
        }
        dossiers.write_dossier(dossier_id=dossier.pk, by=host, summary=room["summary"], said=said)
        dossiers.hand_in(dossier_id=dossier.pk, by=host)
    if room["dossier"] == "assessed":
        with at(moment(timezone.now(), -10)):
            _assess(room, dossier, editor)


def _assess(room: dict, dossier: Dossier, editor: User) -> None:
    answers = {answer.name: answer.pk for answer in dossier.answers.all()}
    said = {
        answers[name]: dossiers.Said(level, text) for name, _, _, level, text in room["ratings"]
    }
    dossiers.assess(dossier_id=dossier.pk, by=editor, opinion=room["opinion"], said=said)

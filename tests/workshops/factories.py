"""Workshops with everybody who may look at one."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from editorial.models import Submission
from people.choices import Stage
from people.models import Unit, User
from people.roles import Role
from tests.editorial.factories import REVIEW, draft_below, put_live
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory, UserFactory
from workshops.dossier import actions as dossier_actions
from workshops.membership import actions, naming
from workshops.models import (
    Dossier,
    Indicator,
    Membership,
    WorkshopIndexPage,
    WorkshopPage,
    WorkshopShowcasePage,
    WorkshopYear,
)

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\n%%EOF\n"


def make_workshop(host: User | None = None, **values: object) -> WorkshopPage:
    """Return a public workshop; without ``host`` nobody runs it."""
    number = WorkshopPage.objects.count() + 1
    defaults: dict[str, object] = {
        "title": f"虚构工作坊{number}",
        "slug": f"workshop-{number}",
        "tier": "city",
        "host": host,
        "host_name": host.name if host else "虚构主持人",
    }
    page = WorkshopPage(**defaults | values)
    WorkshopIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return WorkshopPage.objects.get(pk=page.pk)


def make_host(**values: object) -> User:
    """Return a teacher with the role of a host."""
    return TeacherFactory(role=Role.WORKSHOP_HOST, **values)


def make_member(workshop: WorkshopPage, user: User | None = None, **values: object) -> Membership:
    """Return somebody who was invited by the host and came."""
    user = user or TeacherFactory()
    asked = actions.invite(workshop_id=workshop.pk, by=workshop.host, user_id=user.pk, **values)
    return actions.accept_invitation(membership_id=asked.pk, by=user)


def make_members(workshop: WorkshopPage, amount: int, unit: Unit) -> None:
    """Write many members at once, half of them named in public."""
    for number in range(amount):
        user = TeacherFactory(unit=unit)
        Membership.objects.create(
            workshop=workshop,
            user=user,
            state="active",
            came_by="invitation",
            joined_on=timezone.localdate(),
        )
        if number % 2:
            naming.show_name(workshop_id=workshop.pk, by=user)


@dataclass
class People:
    """Everybody who may ask for something of a workshop, by the words of the tables."""

    workshop: WorkshopPage
    everybody: dict[str, User | None]

    def __getitem__(self, name: str) -> User:
        return self.everybody[name]


ROLES = (
    "host",
    "guide",
    "member",
    "teacher",
    "other host",
    "school admin",
    "editor",
    "chief",
    "site admin",
    "anonymous",
)


def make_people() -> People:
    """Return a workshop with its host, guide and member, and those from outside."""
    unit = UnitFactory()
    host = make_host(unit=unit)
    workshop = make_workshop(host)
    guide, member = TeacherFactory(unit=unit), TeacherFactory(unit=unit)
    make_member(workshop, guide, role="guide")
    make_member(workshop, member)
    return People(
        workshop,
        {
            "host": host,
            "guide": guide,
            "member": member,
            "teacher": TeacherFactory(unit=unit),
            "other host": make_host(),
            "school admin": SchoolAdminFactory(unit=unit),
            "editor": UserFactory(role=Role.EDITOR),
            "chief": UserFactory(role=Role.CHIEF_EDITOR),
            "site admin": UserFactory(role=Role.SITE_ADMIN),
            "anonymous": None,
        },
    )


def log_in(client, user: User | None) -> None:
    """Let the browser be this person, or nobody."""
    client.logout()
    if user is not None:
        client.force_login(user)


def pdf(name: str = "教案.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """Return an upload that is a PDF."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def workbook(answer) -> BytesIO:
    """Return the body of an answer as a file."""
    return BytesIO(b"".join(answer.streaming_content))


def make_showcase(
    workshop: WorkshopPage, author: User, title: str = "虚构课例", **values: object
) -> Submission:
    """Return a public result of a workshop."""
    page = WorkshopShowcasePage(
        title=title, result_kind="lesson", body=[("paragraph", REVIEW)], **values
    )
    return put_live(draft_below(WorkshopPage.objects.get(pk=workshop.pk), author, page))


def make_year(begins: date | None = None, **values: object) -> WorkshopYear:
    """Return a year that began 100 days ago."""
    begins = begins or timezone.localdate() - timedelta(days=100)
    defaults: dict[str, object] = {
        "name": f"{begins.isoformat()}年度",
        "starts_on": begins,
        "ends_on": begins + timedelta(days=364),
    }
    return WorkshopYear.objects.create(**defaults | values)


def make_indicators(year: WorkshopYear, amount: int = 2) -> list[Indicator]:
    """Return indicators of a year."""
    made = []
    for number in range(amount):
        indicator = Indicator.objects.create(name=f"指标{number}", weight=10 * number, order=number)
        indicator.years.add(year)
        made.append(indicator)
    return made


def make_dossier(workshop: WorkshopPage, year: WorkshopYear, *, handed_in: bool = True) -> Dossier:
    """Return a dossier with every indicator answered."""
    host = workshop.host
    dossier = dossier_actions.begin_dossier(workshop_id=workshop.pk, by=host, year_id=year.pk)
    said = {
        each.pk: dossier_actions.Said("良好", f"关于{each.name}")
        for each in Indicator.objects.filter(years=year)
    }
    dossier_actions.write_dossier(
        dossier_id=dossier.pk, by=host, summary="这一年做了一件事。", said=said
    )
    if handed_in:
        dossier_actions.hand_in(dossier_id=dossier.pk, by=host)
    return Dossier.objects.get(pk=dossier.pk)


def make_young(amount: int, unit: Unit, stage: str = Stage.PRIMARY) -> list[User]:
    """Return teachers in their first year."""
    year = timezone.localdate().year
    return [TeacherFactory(unit=unit, stage=stage, teaching_since=year) for _ in range(amount)]

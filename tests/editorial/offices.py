"""A whole office of people, and pieces brought into every state: for tests that try everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from wagtail.models import TaskState

from editorial import actions
from editorial.enums import Audience
from editorial.models import Decision, EditorialSettings, Submission
from people.choices import UnitKind
from people.models import Unit, User
from people.roles import Role
from tests.editorial.factories import decide_at, log_draft, make_staff
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory, UserFactory


@dataclass
class Office:
    """A school with one above and one below it, a school elsewhere, and everybody who asks.

    Attributes:
        people: by the words that the tables of the tests use; ``helper`` stands beside them, an
            editor whom others name.
    """

    school: Unit
    above: Unit
    below: Unit
    elsewhere: Unit
    people: dict[str, User | AnonymousUser]
    helper: User

    def __getitem__(self, name: str) -> User:
        return self.people[name]


def make_office() -> Office:
    """Return an office in which a decision can be taken back for five minutes."""
    above = UnitFactory(kind=UnitKind.BUREAU, name="虚构教体局")
    school = UnitFactory(kind=UnitKind.DIRECT_SCHOOL, name="虚构本校", parent=above)
    below = UnitFactory(name="虚构附属小学", parent=school)
    elsewhere = UnitFactory(kind=UnitKind.DIRECT_SCHOOL, name="虚构邻校", parent=above)
    staff = make_staff()
    settings = EditorialSettings.load()
    settings.undo_seconds = 300  # trying all of them takes longer than the usual half a minute
    settings.save()
    people = {
        "anonymous": AnonymousUser(),
        "author": TeacherFactory(unit=school),
        "colleague": TeacherFactory(unit=school),
        "teacher elsewhere": TeacherFactory(unit=elsewhere),
        "school admin": SchoolAdminFactory(unit=school),
        "admin above": SchoolAdminFactory(unit=above),
        "admin elsewhere": SchoolAdminFactory(unit=elsewhere),
        "host": UserFactory(role=Role.WORKSHOP_HOST),
        "editor": staff.first,
        "second editor": staff.second,
        "chief": staff.chief,
        "site admin": UserFactory(role=Role.SITE_ADMIN),
        "superuser": UserFactory(is_superuser=True),
    }
    return Office(school, above, below, elsewhere, people, UserFactory(role=Role.EDITOR))


# Who decides at each step, in the tables below: the first approval is the editor's, the second
# the second editor's, the final one the chief's.
DECIDERS = {
    "school": "school admin",
    "first": "editor",
    "second": "second editor",
    "final": "chief",
}


def piece_in(state: str, office: Office, **fields: object) -> Submission:
    """Return a reading log of the author's in one of ``STATES``."""
    piece = log_draft(office["author"], **fields)
    STATES[state](piece, office)
    return type(piece).objects.get(pk=piece.pk)


def _reviewed(*names: str) -> Callable[[Submission, Office], None]:
    def bring(piece: Submission, office: Office) -> None:
        actions.submit(page_id=piece.pk, author=piece.owner)
        for name in names:
            actions.approve(**decide_at(piece, office[name]))

    return bring


def _at_school(piece: Submission, office: Office) -> None:
    draft = piece.get_latest_revision_as_object()
    draft.audience = Audience.SCHOOL
    draft.save_revision(user=office["author"], clean=False)
    actions.submit(page_id=piece.pk, author=piece.owner)


def _decided(decide: Callable[..., Decision]) -> Callable[[Submission, Office], None]:
    def bring(piece: Submission, office: Office) -> None:
        actions.submit(page_id=piece.pk, author=piece.owner)
        decide(**decide_at(piece, office["editor"]), comment="请看意见")

    return bring


def _scheduled(piece: Submission, office: Office) -> None:
    _reviewed("editor", "second editor")(piece, office)
    later = timezone.now() + timedelta(days=1)
    actions.approve(**decide_at(piece, office["chief"]), go_live_at=later)


def _withdrawn(piece: Submission, office: Office) -> None:
    _reviewed("editor", "second editor", "chief")(piece, office)
    actions.withdraw(page_id=piece.pk, chief=office["chief"], comment="有误")


STATES: dict[str, Callable[[Submission, Office], None]] = {
    "draft": lambda piece, office: None,
    "at school": _at_school,
    "at first": _reviewed(),
    "at second": _reviewed("editor"),
    "at final": _reviewed("editor", "second editor"),
    "held": _decided(actions.hold),
    "returned": _decided(actions.return_to_author),
    "declined": _decided(actions.decline),
    "scheduled": _scheduled,
    "published": _reviewed("editor", "second editor", "chief"),
    "withdrawn": _withdrawn,
}


def last_step(piece: Submission) -> TaskState | None:
    """Return the step at which a piece waits, or else the one at which it was decided last."""
    steps = TaskState.objects.filter(workflow_state__object_id=str(piece.pk))
    waiting = steps.filter(status=TaskState.STATUS_IN_PROGRESS).first()
    return waiting or steps.order_by("pk").last()

"""Made-up people and units for tests of every room.

``UserFactory(role=Role.EDITOR)`` grants a role; ``TeacherFactory(unit=…)`` makes a teacher with
profile, membership and role; ``SchoolAdminFactory(unit=…)`` administers that unit.
"""

import datetime
from typing import Any

import factory
from django.db.models import Q

from people import actions
from people.choices import Role, Stage, UnitKind
from people.guarding import TRAIL
from people.models import AuditEntry, TeacherProfile, Unit, User

PASSWORD = "demo-portal-2026"


class UnitFactory(factory.django.DjangoModelFactory):
    """A school below ``parent``; without one, below a bureau and central school made on demand."""

    class Meta:
        model = Unit

    name = factory.Sequence(lambda n: f"虚构第{n}小学")
    code = factory.Sequence(lambda n: f"U{n:05d}")
    kind = UnitKind.SCHOOL
    stage = Stage.PRIMARY

    @classmethod
    def _create(cls, model_class: type[Unit], *args: Any, **kwargs: Any) -> Unit:
        kind, parent = kwargs["kind"], kwargs.pop("parent", None)
        if kind == UnitKind.BUREAU:
            kwargs["stage"] = ""
        elif parent is None:
            above = UnitKind.CENTRAL_SCHOOL if kind == UnitKind.SCHOOL else UnitKind.BUREAU
            parent = Unit.objects.filter(kind=above).first() or cls(
                kind=above, name=f"虚构{above.label}", stage=""
            )
        return actions.create_unit(parent=parent, **kwargs)


class UserFactory(factory.django.DjangoModelFactory):
    """An account with ``PASSWORD``; ``role=`` (and ``role__unit=``) grants a role."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    staff_number = factory.Sequence(lambda n: f"T{n:06d}")
    name = factory.Sequence(lambda n: f"虚构{n}")
    phone = factory.Sequence(lambda n: f"139{n:08d}")
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return User.objects.create_user(**kwargs)

    @factory.post_generation
    def role(self: User, create: bool, extracted: Role | None, **kwargs: Any) -> None:
        if extracted is None:
            return
        unit = kwargs.get("unit")
        if extracted == Role.SCHOOL_ADMIN and unit is None:
            unit = UnitFactory()
        actions.grant_role(user=self, role=extracted, unit=unit)


class TeacherFactory(UserFactory):
    """A teacher of ``unit`` (made on demand) since 1 September 2020."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        unit = kwargs.pop("unit", None) or UnitFactory()
        profile = {
            name: kwargs.pop(name)
            for name in ("stage", "subject", "teaching_since")
            if name in kwargs
        }
        since = kwargs.pop("since", datetime.date(2020, 9, 1))
        user = User.objects.create_user(**kwargs)
        actions.add_teacher_profile(user=user, unit=unit, since=since, **profile)
        return user


class SchoolAdminFactory(TeacherFactory):
    """A teacher of ``unit`` who administers it."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    @factory.post_generation
    def administers(self: User, create: bool, extracted: Unit | None, **kwargs: Any) -> None:
        profile: TeacherProfile = self.teacher_profile
        actions.grant_role(user=self, role=Role.SCHOOL_ADMIN, unit=extracted or profile.unit)


def delete_account(user: User) -> None:
    """Delete the row itself, as nobody can in the portal: the audit trail keeps accounts."""
    with TRAIL.opened():
        AuditEntry.objects.filter(Q(actor=user) | Q(subject=user))._raw_delete("default")
    user.delete()

"""Reads about people that join several models."""

from datetime import date

from django.db.models import Q

from people.choices import Role
from people.models import Consent, User
from people.models.consent import ConsentQuerySet
from people.roles import units_in_scope


def consents_open_to(user: User) -> ConsentQuerySet:
    """Return the consents which the person gave, recorded, or answers for in a school.

    The same as ``permissions.may_withdraw_consent`` allows to take back, without the district's
    keepers, who have their list in the admin. Queries: 1, when read; 1 more for the roles.
    """
    units = units_in_scope(user, Role.SCHOOL_ADMIN)
    in_school = Q(person__teacher_profile__unit__in=units) | Q(person=None, unit__in=units)
    own = Q(person=user) | Q(recorded_by=user)
    return Consent.objects.filter(own | in_school).for_lists()


def consents_ending(on: date, first: date, last: date) -> list[tuple[int, str, date]]:
    """Return page, its title and the last day of each consent that ends from ``first`` to ``last``
    and that nobody has renewed; see ``ConsentQuerySet.ending``. Queries: 1.
    """
    rows = Consent.objects.ending(on, first, last)
    found = rows.values_list("page_id", "page__title", "expires_on")
    return [(page_id, title, day) for page_id, title, day in found if page_id and day]

"""What the host writes for the members: the plan of a year, announcements."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from wagtail.models import Page

from editorial.errors import NotPossible
from people.models import User
from workshops.access import require_host
from workshops.models import Announcement, Membership, WorkshopYear, YearPlan
from workshops.telling import tell_all

SHOWN_IN_NOTICE = 60


@transaction.atomic
def write_plan(*, workshop_id: int, by: User, year_id: int, text: str) -> YearPlan:
    """Write what the workshop means to do; members read it at once, the public does not.

    Raises:
        NotPossible, ReviewRefused: see ``require_host``; or there is no such year.
        ValidationError: nothing was written.
    """
    workshop = require_host(by, workshop_id).workshop
    year = WorkshopYear.objects.filter(pk=year_id).first()
    if year is None:
        raise NotPossible("没有这个年度。")
    if not text.strip():
        raise ValidationError({"text": "请写几句计划。"})
    values = {"text": text.strip(), "changed_at": timezone.now(), "changed_by": by}
    plan, _ = YearPlan.objects.update_or_create(workshop=workshop, year=year, defaults=values)
    return plan


@transaction.atomic
def announce(*, workshop_id: int, by: User, text: str) -> tuple[Announcement, int]:
    """Tell all members something; each has it among the notices. The same twice is one.

    Returns:
        the announcement, and how many members were told.

    Raises:
        NotPossible, ReviewRefused: see ``require_host``.
        ValidationError: nothing was written.
    """
    workshop = require_host(by, workshop_id).workshop
    text = text.strip()
    if not text:
        raise ValidationError({"text": "请写要告诉成员的话。"})
    Page.objects.select_for_update().get(pk=workshop.pk)  # two clicks, one announcement
    last = workshop.announcements.first()
    if last and last.text == text and last.made_by_id == by.pk:
        return last, 0
    made = Announcement.objects.create(
        workshop=workshop, text=text, made_by=by, made_at=timezone.now()
    )
    members = Membership.objects.active().filter(workshop=workshop, user__isnull=False)
    recipients = members.exclude(user=by).values_list("user_id", flat=True)
    url = reverse("workshops:room", args=[workshop.pk])
    words = Truncator(" ".join(text.split())).chars(SHOWN_IN_NOTICE)
    return made, tell_all(workshop, recipients, words, url)


@transaction.atomic
def delete_announcement(*, announcement_id: int, by: User) -> None:
    """Take an announcement off the room's page; notices that were sent stay.

    Raises:
        NotPossible, ReviewRefused: see ``require_host``; or it is gone.
    """
    found = Announcement.objects.select_for_update().filter(pk=announcement_id).first()
    if found is None:
        raise NotPossible("这条通知已经不在了。")
    require_host(by, found.workshop_id)
    found.delete()

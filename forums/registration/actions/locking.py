"""Behind one lock for each event: its admission row. Nobody counts seats without it."""

from datetime import datetime
from typing import Any

from editorial.errors import NotPossible, ReviewRefused
from forums.models import (
    Admission,
    ForumEventPage,
    Registration,
    RegistrationChange,
    RegistrationState,
)
from forums.registration.queries import organises
from people.models import User
from portal.queries import public_pages, readable_pages

NO_EVENT = "没有这场活动，或者它还没有发布。"
# What registering looks at; the text of an event is long, and registrations come all at once.
FACTS = (
    *("title", "slug", "url_path", "path", "depth", "live", "owner"),
    *("starts_at", "ends_at", "report"),
)


def readable_event(page_id: int, reader: User) -> ForumEventPage:
    """Return a public event that somebody may read.

    Raises:
        NotPossible: there is none for this reader.
    """
    events = ForumEventPage.objects.filter(pk=page_id).order_by().only(*FACTS)
    # Nearly all are public, and then nothing about the reader has to be asked.
    page = public_pages(events).first() or readable_pages(reader, events).first()
    if page is None:
        raise NotPossible(NO_EVENT)
    return page


def locked_admission(page_id: int) -> Admission:
    """Return the admission of an event, locked until the transaction ends.

    Raises:
        NotPossible: nobody has set it up.
    """
    admission = Admission.objects.select_for_update().filter(page_id=page_id).first()
    if admission is None:
        raise NotPossible("这场活动没有开放网上报名。")
    return admission


def locked_registration(registration_id: int) -> tuple[Admission, Registration]:
    """Return a registration behind the lock of its event.

    Raises:
        NotPossible: there is none.
    """
    found = Registration.objects.filter(pk=registration_id).values_list("page_id", flat=True)
    page_id = found.first()
    if page_id is None:
        raise NotPossible("没有这条报名。")
    admission = locked_admission(page_id)
    registration = Registration.objects.select_related("page", "user", "unit").get(
        pk=registration_id
    )
    return admission, registration


def require_organiser(user: User, page: ForumEventPage) -> None:
    """Raise ``ReviewRefused`` unless somebody runs the event."""
    if not organises(user, page):
        raise ReviewRefused("只有活动的主办人可以这样做。")


def move(
    registration: Registration,
    state: RegistrationState,
    verb: str,
    *,
    at: datetime,
    by: User | None = None,
    note: str = "",
    **values: Any,
) -> None:
    """Bring a registration into a state and write the change down.

    Args:
        verb: what was done, for the log; ``by``: who did it, None for the clock.
        values: other fields that change with it.
    """
    before = registration.state
    registration.state = state
    for name, value in values.items():
        setattr(registration, name, value)
    registration.save(update_fields=["state", *values])
    write_down(registration, verb, before, at=at, by=by, note=note)


def write_down(
    registration: Registration,
    verb: str,
    before: str,
    *,
    at: datetime,
    by: User | None = None,
    note: str = "",
) -> None:
    """Add a line to the log of a registration."""
    RegistrationChange.objects.create(
        registration=registration,
        at=at,
        by=by,
        verb=verb,
        from_state=before,
        to_state=registration.state,
        note=note[:200],
    )

"""The printed sheet, and the photo of it that is kept as evidence."""

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max

from forums.attendance import queries
from forums.attendance.access import session_for_host
from forums.attendance.actions.locking import markable
from forums.models import AttendanceSettings, EventSession, SheetPhoto, SheetRow
from media.actions import add_image
from people.models import User


@transaction.atomic
def number_sheet(*, session_id: int, by: User) -> int:
    """Give everybody with a place a row on the printed sheet; rows once given stay.

    Returns:
        how many rows are new.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``session_for_host``.
    """
    session = session_for_host(by, session_id)
    EventSession.objects.select_for_update(no_key=True).get(pk=session.pk)  # two clicks
    numbered = set(session.sheet_rows.values_list("user", flat=True))
    figures = AttendanceSettings.load().figures
    roster = queries.roster_of(session, figures.grace_minutes)
    last = session.sheet_rows.aggregate(last=Max("number"))["last"] or 0
    missing = [row.user for row in roster.expected if row.user.pk not in numbered]
    SheetRow.objects.bulk_create(
        SheetRow(session=session, user=user, number=number)
        for number, user in enumerate(missing, start=last + 1)
    )
    return len(missing)


def add_photo(*, session_id: int, by: User, file: File, note: str = "") -> SheetPhoto:
    """Keep a photo of the signed sheet as evidence; hosts and editors see it, nobody else.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``mark``.
        ValidationError: the file is no acceptable picture.
    """
    session = markable(session_id, by)
    try:
        # Reading the picture is no work for a transaction.
        image = add_image(user=by, file=file, alt_text=f"签到表：{session.page.title} {session}")
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from None
    return SheetPhoto.objects.create(session=session, image=image, added_by=by, note=note.strip())

"""What events keep of a person."""

from people.personal.declared import OFFICE
from people.personal.holdings import Fate, Holding, deleted, kept_traces, unlinked

HOURS = "学时和签到是继续教育的凭据，只能追加。"
CERTIFICATE = "证书编号须能核验。"
CONTEST = "比赛成绩已经公布或须能复核。"


def of_forums() -> list[Holding]:
    """Registrations and answers go; hours, certificates and results stay."""
    return [
        *deleted(
            "forums.Answer.registration__user",
            "forums.RegistrationChange.registration__user",
            "forums.Registration.user",
            "forums.EventHost.user",
            "forums.WrongCode.user",
            "forums.SheetRow.user",
        ),
        Holding("forums.CalendarFeed", "user", Fate.DELETED, secret=("token",)),
        Holding("forums.Attendance", "user", Fate.KEPT, why=HOURS),
        Holding("forums.HoursEntry", "user", Fate.KEPT, why=HOURS),
        Holding("forums.Certificate", "user", Fate.KEPT, why=CERTIFICATE),
        # Who knew the own number could tell the jury.
        Holding("forums.Entry", "contestant", Fate.KEPT, why=CONTEST, secret=("blind_number",)),
        Holding("forums.Juror", "user", Fate.KEPT, why=CONTEST),
        *kept_traces(
            OFFICE,
            "forums.Attendance.marked_by",
            "forums.Attendance.voided_by",
            "forums.AttendanceChange.by",
            "forums.Certificate.issued_by",
            "forums.Certificate.withdrawn_by",
            "forums.ContestRecord.by",
            "forums.HoursConfirmation.by",
            "forums.HoursEntry.made_by",
            "forums.HoursExport.by",
            "forums.Objection.answered_by",
            "forums.SheetPhoto.added_by",
        ),
        *unlinked(
            "forums.Contest.published_by",
            "forums.EventHost.added_by",
            "forums.EventPhoto.added_by",
            "forums.EventPhoto.shown_by",
            "forums.Material.added_by",
            "forums.Registration.registered_by",
            "forums.RegistrationChange.by",
        ),
    ]

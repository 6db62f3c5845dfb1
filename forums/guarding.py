"""What the database itself keeps of events: hours, points, who was there."""

from portal.guarding import Ledger

LEDGER = Ledger(
    name="forums",
    refusal="学时、签到和评分的记录只能追加，不能改写或删除。",
    added=(
        "forums_hoursentry",
        "forums_hoursspan",
        "forums_hoursconfirmation",
        "forums_hoursexport",
        "forums_attendancechange",
        "forums_contestrecord",
    ),
    # Their rows are corrected, with a line in one of the tables above; they never go.
    kept=("forums_attendance", "forums_sheetphoto", "forums_assignment"),
    # Points stand from the moment they are handed in until the organiser gives them back.
    sealed={
        "forums_score": (
            "EXISTS (SELECT 1 FROM forums_assignment AS given "
            "WHERE given.id = {row}.assignment_id AND given.handed_in_at IS NOT NULL)"
        )
    },
)

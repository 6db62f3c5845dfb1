"""What the reading section keeps of a person."""

from people.personal.holdings import Fate, Holding, deleted, unlinked

GROUP = "共读小组还有别的成员，只显示“已注销用户”。"


def of_reading() -> list[Holding]:
    """Shelf, days, groups, proposals."""
    return [
        *deleted(
            "reading.ProgressEntry.record__reader",
            "reading.Note.record__reader",
            "reading.AnnotationPhoto.record__reader",
            "reading.ReadingRecord.reader",
            "reading.PlannedBook.reader",
            "reading.SharedYear.reader",
            "reading.DayRead.record__reader",
            "reading.DayRecord.reader",
            "reading.GroupNote.author",
            "reading.GroupMember.user",
            "reading.Proposal.proposed_by",
        ),
        Holding("reading.ReadingGroup", "organiser", Fate.KEPT, why=GROUP),
        *unlinked("reading.Correction.made_by"),
    ]

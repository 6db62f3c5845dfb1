"""What workshops keep of a person."""

from people.personal.holdings import Holding, deleted, unlinked


def of_workshops() -> list[Holding]:
    """Memberships go; files and notes belong to the workshop and lose the name."""
    return [
        *deleted("workshops.Membership.user"),
        *unlinked(
            "workshops.Announcement.made_by",
            "workshops.Dossier.assessed_by",
            "workshops.Dossier.handed_in_by",
            "workshops.DossierStep.by",
            "workshops.Membership.asked_by",
            "workshops.SharedFile.shared_by",
            "workshops.WorkshopPage.host",
            "workshops.YearPlan.changed_by",
        ),
    ]

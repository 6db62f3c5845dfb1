"""名师工作坊: their pages, who belongs to them, what stands in their rooms."""

from workshops.models.dossiers import Dossier, DossierAnswer, DossierStep, Indicator
from workshops.models.membership import Membership
from workshops.models.pages import WorkshopIndexPage, WorkshopPage
from workshops.models.pieces import (
    ShowcaseAuthor,
    WorkshopPlanPage,
    WorkshopPlanTag,
    WorkshopShowcasePage,
    WorkshopShowcaseTag,
)
from workshops.models.rooms import (
    Announcement,
    SharedFile,
    WorkshopSettings,
    WorkshopYear,
    YearPlan,
)

__all__ = [
    "Announcement",
    "Dossier",
    "DossierAnswer",
    "DossierStep",
    "Indicator",
    "Membership",
    "SharedFile",
    "ShowcaseAuthor",
    "WorkshopIndexPage",
    "WorkshopPage",
    "WorkshopPlanPage",
    "WorkshopPlanTag",
    "WorkshopSettings",
    "WorkshopShowcasePage",
    "WorkshopShowcaseTag",
    "WorkshopYear",
    "YearPlan",
]

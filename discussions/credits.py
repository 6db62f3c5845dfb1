"""Nothing is published with somebody's words before that person has agreed."""

from collections.abc import Iterator

from discussions.enums import CreditState
from discussions.models import Credit, squeezed
from editorial.checks import Finding, Material, Severity
from editorial.checks.consent import CONSENT

SAID = {
    CreditState.ASKED: "还没有答复。请等本人答复，或去掉这一段。",
    CreditState.DECLINED: "不同意。请去掉这一段和姓名。",
}


def uncredited(material: Material) -> Iterator[Finding]:
    """Report each place where words or name of a person stand who has not agreed. Queries: 1 to 2.

    Registered as a checker of pieces; like every missing consent it cannot be overridden.
    """
    open_ = Credit.objects.filter(article__page=material.piece.pk)
    open_ = open_.exclude(state=CreditState.AGREED)
    rows = list(open_.prefetch_related("contributions__versions"))
    for credit in rows:
        words = {
            squeezed(version.text)
            for contribution in credit.contributions.all()
            for version in contribution.versions.all()
        }
        for part in material.parts:
            text = squeezed(part.text)
            if credit.name in text or any(each in text for each in words):
                message = f"{credit.name}{SAID[CreditState(credit.state)]}"
                yield Finding(CONSENT, Severity.BLOCK, part.place, part.label, "", message)

"""What follows from the consents of persons portrayed."""

from django.db import transaction
from wagtail.models import Page

from editorial.actions.locking import locked_submission
from editorial.actions.taking_down import take_down
from editorial.models import Submission
from people.actions import record_consent
from people.models import Consent, User


@transaction.atomic
def withdraw_for_consent(*, page_id: int, by: User | None, note: str) -> Submission | None:
    """Take a piece down because a person portrayed in it does not agree any more.

    No chief editor is asked for: the caller, ``people.actions``, has decided who may speak for the
    person. A piece in review stays there; ``consents.consent_findings`` keeps it from approval.

    Args:
        page_id: the piece.
        by: who brought the withdrawal; None where a consent ran out by itself.
        note: the reason, for the record and the author.

    Returns:
        The piece, or None where nothing of it was public.
    """
    page = Page.objects.filter(pk=page_id).specific().first()
    if not isinstance(page, Submission):
        return None
    page = locked_submission(page_id)
    return page if take_down(page, decided_by=by or page.owner, comment=note) else None


@transaction.atomic
def record_declared_consents(piece: Submission, by: User) -> list[Consent]:
    """Record what a version declares about the consents of the persons whom it portrays.

    Call it where the version is handed in, after ``missing_for_submission`` found nothing: what is
    incomplete is refused. Safe to call again for the same version.

    Args:
        piece: the version that is handed in.
        by: its author.

    Raises:
        PermissionDenied: ``by`` is not the owner of the piece.
        ValidationError: a value is wrong.
    """
    return [
        record_consent(
            page=piece,
            person_name=person.name,
            scope=person.scope,
            given_on=person.given_on,
            expires_on=person.expires_on,
            unit=person.unit,
            by=by,
        )
        for person in piece.portrayed()
        if person.given_on is not None
    ]

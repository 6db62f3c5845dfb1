"""Who may take a page over into a 公众号."""

from editorial.models import Submission
from media.posters.queries import shareable_page
from people.roles import AnyUser, Role, has_role
from portal.models import PortalPage


def page_to_carry(user: AnyUser, page_id: int) -> PortalPage | None:
    """Return a public page for an editor, or for the author whose piece it is; else None.

    Queries: those of ``shareable_page``, and 1.
    """
    page = shareable_page(page_id)
    if page is None:
        return None
    if isinstance(page, Submission) and page.owner_id == user.pk:
        return page
    return page if has_role(user, Role.EDITOR, Role.CHIEF_EDITOR) else None

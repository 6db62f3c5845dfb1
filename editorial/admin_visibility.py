"""What Wagtail's admin shows of pieces that their authors have not handed in: nothing.

Editors may change pages, and a draft is a page; but a text that nobody was asked to read is its
author's own, a private one for good. Wagtail has hooks for the explorer and the chooser
(``wagtail_hooks``), none for its search, its reports and its internal API. These ask the permission
policy which pages somebody may explore, so that is where such pieces are left out.
"""

from functools import wraps

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.query import PageQuerySet

from editorial.enums import Verdict
from editorial.models import Decision, Submission
from people.models import User
from portal.registry import concrete_subclasses


def without_unsubmitted(pages: PageQuerySet, user: User) -> PageQuerySet:
    """Leave out other people's pieces that were never handed in. Queries: none of its own."""
    kinds = ContentType.objects.get_for_models(*concrete_subclasses(Submission)).values()
    handed_in = Decision.objects.filter(page_id=OuterRef("pk"), verdict=Verdict.SUBMIT)
    is_piece = Q(content_type__in=[kind.pk for kind in kinds])
    return pages.exclude(is_piece & Q(live=False) & ~Q(owner=user) & ~Exists(handed_in))


def may_see(page: Page, user: User) -> bool:
    """Say whether the admin may show a piece to somebody. Queries: at most 1."""
    return (
        page.live
        or page.owner_id == user.pk
        or Decision.objects.filter(page_id=page.pk, verdict=Verdict.SUBMIT).exists()
    )


def hide_unsubmitted() -> None:
    """Let Wagtail's policy leave such pieces out; called once, when the apps are ready."""
    explorable = PagePermissionPolicy.explorable_instances

    @wraps(explorable)
    def explorable_instances(policy: PagePermissionPolicy, user: User) -> PageQuerySet:
        return without_unsubmitted(explorable(policy, user), user)

    PagePermissionPolicy.explorable_instances = explorable_instances

"""Which live pages a visitor may see: the one definition that file access is built upon."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction

from portal.queries import READABLE_PAGES_HOOK

# A user of the project (its model lives in another room of this floor) or ``AnonymousUser``.
Visitor = Any


def visible_pages(user: Visitor | None = None) -> QuerySet[Page]:
    """Live pages that ``user`` may read; the pages open to everybody without a user.

    Restrictions are compared by tree path at query time, so that a page moved under a
    restricted one is hidden with the move itself. Pages behind a shared password stay hidden
    here: a password is remembered in a session, and a file address has none to show.
    """
    user = user or AnonymousUser()
    # Substr instead of startswith: no LIKE escaping, same answer on SQLite and PostgreSQL.
    barring = (
        _restrictions_barring(user)
        .annotate(prefix_of_page=Substr(OuterRef("path"), 1, Length("page__path")))
        .filter(page__path=F("prefix_of_page"))
    )
    pages = Page.objects.filter(live=True).exclude(Exists(barring)).order_by()
    for narrow in hooks.get_hooks(READABLE_PAGES_HOOK):
        pages = narrow(pages, user)
    return pages


def _restrictions_barring(user: Visitor) -> QuerySet[PageViewRestriction]:
    """Restrictions that ``user`` does not pass (see ``BaseViewRestriction.accept_request``)."""
    restrictions = PageViewRestriction.objects.order_by()
    if not user.is_authenticated:
        return restrictions
    in_group = Q(restriction_type=PageViewRestriction.GROUPS)
    if not user.is_superuser:
        in_group &= Q(groups__in=user.groups.values("pk"))
    passed = PageViewRestriction.objects.filter(
        Q(restriction_type=PageViewRestriction.LOGIN) | in_group
    )
    return restrictions.exclude(pk__in=passed.order_by().values("pk"))

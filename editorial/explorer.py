"""Wagtail's explorer, among any number of pages.

Wagtail gathers all pages that somebody may explore before it looks for those below one: twice a
quarter of a second with 100,000. Whoever has a permission at a page has it for all below, so that
there the children need no such list; what ``admin_visibility`` hides is left out of them alike.
"""

from typing import Any

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.navigation import get_site_for_user
from wagtail.admin.site_summary import PagesSummaryItem, SummaryItem
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page
from wagtail.query import PageQuerySet

from editorial.admin_visibility import without_unsubmitted
from portal.queries import below

COUNT_KEPT = 300  # seconds
# So many pages are named one by one.
FEW = 100


class ExplorerView(ExplorableIndexView):
    """The pages below one."""

    def get_base_queryset(self) -> PageQuerySet:
        """Return the children as Wagtail does; what is searched or filtered is left to it."""
        if self.is_searching or self.is_filtering or not self._may_explore_all_below():
            return super().get_base_queryset()
        if self.parent_page.numchild > FEW:
            pages = below(self.model._default_manager.all(), self.parent_page)
        else:
            pages = self.model._default_manager.filter(path__in=_child_paths(self.parent_page))
        return self.annotate_queryset(without_unsubmitted(pages, self.request.user))

    def _may_explore_all_below(self) -> bool:
        """Say so where a permission that opens the explorer stands here or further up."""
        return self.permission_policy.user_has_any_permission_for_instance(
            self.request.user, self.any_permission_required, self.parent_page
        )


def _child_paths(page: Page) -> list[str]:
    """Return the paths of the pages right below one, passing over all that is below those."""
    table = connection.ops.quote_name(Page._meta.db_table)
    longest = Page._meta.get_field("path").max_length
    last = page.path.ljust(longest, "Z")
    beyond = "Z" * (longest - len(page.path) - page.steplen)
    statement = f"""
        WITH RECURSIVE child(path) AS (
            SELECT min(path) FROM {table} WHERE path > %s AND path <= %s
            UNION ALL
            SELECT (SELECT min(path) FROM {table} WHERE path > child.path || %s AND path <= %s)
            FROM child WHERE child.path IS NOT NULL
        )
        SELECT path FROM child WHERE path IS NOT NULL
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [page.path, last, beyond, last])
        return [path for (path,) in cursor.fetchall()]


class ExplorerViewSet(PageViewSet):
    """The explorer of all pages whose type has none of its own."""

    model = Page
    index_view_class = ExplorerView


class CountedPages(PagesSummaryItem):
    """How many pages there are, on the first page of the admin; counted once in five minutes."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return what Wagtail does, and what it did a little earlier."""
        root = get_site_for_user(self.request.user)["root_page"]
        context: dict[str, Any] = cache.get_or_set(
            f"explorer.summary.{root.pk if root else 0}",
            lambda: super(CountedPages, self).get_context_data(parent_context),
            COUNT_KEPT,
        )
        return context


@hooks.register("register_admin_viewset", order=1)
def register_explorer() -> ExplorerViewSet:
    """Take the place of Wagtail's own."""
    return ExplorerViewSet()


@hooks.register("construct_homepage_summary_items", order=1)
def count_seldom(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Take the place of Wagtail's number of pages."""
    items[:] = [CountedPages(request) if type(item) is PagesSummaryItem else item for item in items]

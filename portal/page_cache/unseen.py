"""Changes that no public page shows, though they are written to tables that pages are made of.

Each saves the pages of the whole site from being made anew for nothing: teachers save drafts all
day. Whoever shows one of these on a public page takes it out of here.
"""

from collections.abc import Sequence
from typing import Any

from portal.page_cache.statements import Statement, page_type_tables

# Never read by a page for visitors; a test looks whether that is still so.
TABLES = frozenset(
    {
        "django_session",
        "django_migrations",
        "django_tasks_database_dbtaskresult",
        "portal_pagechange",
        "wagtailcore_modellogentry",
        "wagtailcore_pagelogentry",
        "wagtailcore_referenceindex",
        "wagtailsearch_indexentry",
        "search_indexoperation",
        "search_searchcount",
        "feedback_pageviews",
        "forums_registrationchange",
        "editorial_workingcopy",
        "editorial_notification",
        "editorial_digestrun",
        "editorial_fingerprint",
    }
)
# What is kept in a page's row about its drafts, the number of the next registration, and when
# somebody signed in last.
COLUMNS = {
    "wagtailcore_page": frozenset(
        {
            "approved_schedule",
            "draft_title",
            "expire_at",
            "go_live_at",
            "has_unpublished_changes",
            "latest_revision_created_at",
            "latest_revision_id",
            "locked",
            "locked_at",
            "locked_by_id",
            "numchild",
        }
    ),
    "forums_admission": frozenset({"next_number"}),
    "people_user": frozenset({"last_login"}),
}
# A new row says nothing: who misses a rendition draws it, and it looks the same.
NEW_ROWS = frozenset({"media_portalrendition"})


def is_unseen(statement: Statement, table: str, params: Sequence[Any] | None) -> bool:
    """Say whether what ``statement`` writes to ``table`` reaches no visitor."""
    if table in TABLES:
        return True
    if statement.verb == "UPDATE":
        allowed = COLUMNS.get(table, frozenset())
        return bool(statement.columns) and allowed.issuperset(statement.columns)
    if statement.verb == "INSERT":
        if table == "wagtailcore_page":
            return _is_draft(statement, params)
        # What a new page adds is shown when its row in the table of all pages is, or goes, live.
        return table in NEW_ROWS or table in page_type_tables()
    return False


def _is_draft(statement: Statement, params: Sequence[Any] | None) -> bool:
    is_one_row = statement.is_plain and params and len(params) == len(statement.columns)
    if not is_one_row or "live" not in statement.columns:
        return False
    return params is not None and params[statement.columns.index("live")] in (False, 0)

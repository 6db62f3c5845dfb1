"""What Wagtail's admin shows of the search."""

from wagtail import hooks

from search.viewsets import SearchListsGroup


@hooks.register("register_admin_viewset")
def register_lists() -> SearchListsGroup:
    """Terms and synonyms in the menu."""
    return SearchListsGroup()

"""The types of page that the search page offers, read from the classes themselves."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from portal.models import PortalPage
from portal.registry import concrete_subclasses


def searchable_kinds() -> dict[str, type[Page]]:
    """Page types by the word in ``?type=``: those that say in ``search_kind`` what they are."""
    return {
        model._meta.model_name: model
        for model in concrete_subclasses(PortalPage)
        if model.search_kind
    }


def content_type_ids(kinds: dict[str, type[Page]]) -> dict[str, int]:
    """The content type of each kind; at most one query, none once Django has them cached."""
    types = ContentType.objects.get_for_models(*kinds.values()) if kinds else {}
    return {name: types[model].pk for name, model in kinds.items()}

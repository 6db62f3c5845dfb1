"""The catalogue in the admin."""

from wagtail.snippets.views.snippets import SnippetViewSet

from reading.models import Work


class WorkViewSet(SnippetViewSet):
    """Books."""

    model = Work

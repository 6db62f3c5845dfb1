"""What Wagtail's admin shows of the catalogue; ``reading.wagtail_hooks`` imports it."""

from wagtail.snippets.models import register_snippet

from reading.catalogue.viewsets import WorkViewSet

register_snippet(WorkViewSet)

"""The read-only API: public content, nothing else."""

from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.query import PageQuerySet

from media.api import PublicDocumentsAPIViewSet, PublicImagesAPIViewSet
from portal.api_input import RefusesBadInput
from portal.models import PortalPage
from portal.queries import public_pages


class PublicPagesAPIViewSet(RefusesBadInput, PagesAPIViewSet):
    """``/api/v2/pages/``: pages that anyone may read, whoever asks."""

    def get_base_queryset(self) -> PageQuerySet:
        """What any field of an answer may name: a parent, too, is shown only if it is public."""
        return public_pages(super().get_base_queryset())

    def get_queryset(self) -> PageQuerySet:
        """Fetch with pages of one type what their fields show, not page by page."""
        pages = super().get_queryset()
        return pages.model.for_display(pages) if issubclass(pages.model, PortalPage) else pages


api_router = WagtailAPIRouter("wagtailapi")
api_router.register_endpoint("pages", PublicPagesAPIViewSet)
api_router.register_endpoint("images", PublicImagesAPIViewSet)
api_router.register_endpoint("documents", PublicDocumentsAPIViewSet)

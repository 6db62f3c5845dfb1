"""The read-only API: public content, nothing else."""

from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.query import PageQuerySet

from media.api import PublicDocumentsAPIViewSet, PublicImagesAPIViewSet
from portal.api_answers import OpenToAll
from portal.api_input import RefusesBadInput
from portal.models import PortalPage
from portal.queries import public_pages


class PublicPagesAPIViewSet(OpenToAll, RefusesBadInput, PagesAPIViewSet):
    """``/api/v2/pages/``: pages that anyone may read, whoever asks."""

    # The site has one language; Wagtail takes the field out of its answers only.
    meta_fields = [name for name in PagesAPIViewSet.meta_fields if name != "locale"]

    @classmethod
    def get_detail_default_fields(cls, model: type[PortalPage]) -> list[str]:
        """As Wagtail's, which would take the field out once more."""
        fields: list[str] = super(PagesAPIViewSet, cls).get_detail_default_fields(model)
        return fields

    def get_base_queryset(self) -> PageQuerySet:
        """What any field of an answer may name: a parent, too, is shown only if it is public."""
        return self._public.all()

    @cached_property
    def _public(self) -> PageQuerySet:
        return public_pages(super().get_base_queryset())

    def get_queryset(self) -> PageQuerySet:
        """Fetch with pages of one type what their fields show, not page by page."""
        pages = super().get_queryset()
        if not issubclass(pages.model, PortalPage):
            return pages
        # Wagtail gathers all public pages first; here each is asked whether it is one.
        is_public = Exists(self.get_base_queryset().filter(pk=OuterRef("pk")))
        return pages.model.for_display(pages.model.objects.filter(is_public))


api_router = WagtailAPIRouter("wagtailapi")
api_router.register_endpoint("pages", PublicPagesAPIViewSet)
api_router.register_endpoint("images", PublicImagesAPIViewSet)
api_router.register_endpoint("documents", PublicDocumentsAPIViewSet)

"""Endpoints of the public API: what live pages show, and never an original."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.fields import Field
from wagtail.api.v2.serializers import BaseSerializer
from wagtail.api.v2.utils import get_full_url
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet

from media.models import PortalDocument, PortalImage, PublishedUse
from portal.api_answers import OpenToAll
from portal.api_input import RefusesBadInput


class RenditionsField(Field):
    """Versions that pages have drawn already; a request to the API draws none."""

    def get_attribute(self, instance: PortalImage) -> PortalImage:
        return instance

    def to_representation(self, image: PortalImage) -> list[dict[str, Any]]:
        return [
            {
                "url": get_full_url(self.context["request"], rendition.url),
                "width": rendition.width,
                "height": rendition.height,
            }
            for rendition in sorted(image.prefetched_renditions, key=lambda item: item.width)
        ]


class PublicImageSerializer(BaseSerializer):
    renditions = RenditionsField(read_only=True)


class PublicImagesAPIViewSet(OpenToAll, RefusesBadInput, ImagesAPIViewSet):
    """``/api/v2/images/``. No title: it is often the name of the uploaded file."""

    base_serializer_class = PublicImageSerializer
    model = PortalImage
    body_fields = [*BaseAPIViewSet.body_fields, "alt_text", "credit", "width", "height"]
    meta_fields = [*BaseAPIViewSet.meta_fields, "tags", "renditions"]
    listing_default_fields = [
        *BaseAPIViewSet.listing_default_fields,
        "alt_text",
        "credit",
        "width",
        "height",
        "renditions",
    ]
    nested_default_fields = [*BaseAPIViewSet.nested_default_fields, "alt_text", "renditions"]

    def get_queryset(self) -> QuerySet[PortalImage]:
        images = _only_public(super().get_queryset(), self.request, "image")
        return images.prefetch_renditions()


class PublicDocumentsAPIViewSet(OpenToAll, RefusesBadInput, DocumentsAPIViewSet):
    """``/api/v2/documents/``."""

    model = PortalDocument

    def get_queryset(self) -> QuerySet[PortalDocument]:
        return _only_public(super().get_queryset(), self.request, "document")


def _only_public(files: QuerySet, request: Any, key: str) -> QuerySet:
    if "search" not in request.GET:
        return files.public()
    # Search backends translate "id in (…)" but no EXISTS.
    uses = PublishedUse.objects.visible_to().filter(**{f"{key}__isnull": False})
    return files.filter(pk__in=set(uses.values_list(key, flat=True)))

"""Endpoints of the public API: persons who agreed, and honours in force. See ``docs/api.md``."""

from django.db.models import F, QuerySet
from rest_framework.fields import Field
from wagtail.api.v2.filters import FieldsFilter, OrderingFilter
from wagtail.api.v2.serializers import BaseSerializer
from wagtail.api.v2.views import BaseAPIViewSet

from portal.api import api_router
from portal.api_answers import OpenToAll
from portal.api_input import RefusesBadInput
from portal.structured import in_full
from stories.honours.queries import public_honours
from stories.models import Exemplar, Honour
from stories.portraits.queries import shown_exemplars


class AddressField(Field):
    """The person's page, in full."""

    def get_attribute(self, instance: Exemplar) -> Exemplar:
        return instance

    def to_representation(self, person: Exemplar) -> str:
        return in_full(self.context["request"], person.get_absolute_url())


class PersonSerializer(BaseSerializer):
    html_url = AddressField(read_only=True)


class _Listed(OpenToAll, RefusesBadInput, BaseAPIViewSet):
    """What has no text to search: by field and by order only."""

    filter_backends = [FieldsFilter, OrderingFilter]
    known_query_parameters = BaseAPIViewSet.known_query_parameters - {"search"}


class PeopleAPIViewSet(_Listed):
    """``/api/v2/people/``: by pinyin, if no order is asked for. Queries: 2 a list."""

    base_serializer_class = PersonSerializer
    model = Exemplar
    name = "people"
    body_fields = [
        *BaseAPIViewSet.body_fields,
        "name",
        "unit_name",
        "stage",
        "subject",
        "title",
        "introduction",
    ]
    meta_fields = [*BaseAPIViewSet.meta_fields, "html_url"]
    listing_default_fields = [*BaseAPIViewSet.listing_default_fields, "name", "unit_name"]
    nested_default_fields = [*BaseAPIViewSet.nested_default_fields, "name"]

    def get_queryset(self) -> QuerySet[Exemplar]:
        """Return whom the public may see today."""
        return shown_exemplars().select_related("unit").by_name(strokes=False)


class HonoursAPIViewSet(_Listed):
    """``/api/v2/honours/``: verified and in force, the newest first. Queries: 2 a list."""

    model = Honour
    name = "honours"
    body_fields = [
        *BaseAPIViewSet.body_fields,
        "title",
        "year",
        "level",
        "level_name",
        "issuing_body",
        "document_number",
        "holder",
    ]
    listing_default_fields = [
        *BaseAPIViewSet.listing_default_fields,
        "title",
        "year",
        "level_name",
        "holder",
    ]

    def get_queryset(self) -> QuerySet[Honour]:
        """Return the register as anyone may read it."""
        newest = F("year").desc(nulls_last=True)
        return public_honours().select_related("holder").order_by(newest, "pk")


def register() -> None:
    """Open the endpoints; called when the apps are ready, before addresses are read."""
    api_router.register_endpoint("people", PeopleAPIViewSet)
    api_router.register_endpoint("honours", HonoursAPIViewSet)

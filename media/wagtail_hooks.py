from django.http import Http404, HttpRequest
from wagtail import hooks

from media.models import PortalDocument
from media.queries import may_view


@hooks.register("before_serve_document", order=100)
def refuse_hidden_document(document: PortalDocument, request: HttpRequest) -> None:
    """404 unless the visitor may see the document; guards Wagtail's own view as well."""
    if not may_view(request.user, document):
        raise Http404

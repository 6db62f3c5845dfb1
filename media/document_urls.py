"""In place of ``wagtail.documents.urls``: the same names, our view."""

from django.urls import path
from wagtail.documents.views.serve import authenticate_with_password

from media import views

urlpatterns = [
    path(
        "<int:document_id>/<path:document_filename>", views.serve_document, name="wagtaildocs_serve"
    ),
    path(
        "authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
]

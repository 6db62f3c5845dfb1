"""Addresses below ``/admin/book-lists/``."""

from django.urls import path

from reading.lists import curating

app_name = "book_lists"
urlpatterns = [
    path("", curating.lists, name="lists"),
    path("lists.xlsx", curating.lists_xlsx, name="lists_xlsx"),
    path("template.xlsx", curating.template_xlsx, name="template"),
    path("upload/", curating.upload, name="upload"),
]

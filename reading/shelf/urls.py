"""``/my/reading/``: the own reading record."""

from django.urls import URLPattern

app_name = "shelf"
urlpatterns: list[URLPattern] = []

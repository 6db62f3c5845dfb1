"""``/my/reading/together/``: reading groups."""

from django.urls import URLPattern

app_name = "together"
urlpatterns: list[URLPattern] = []

"""``/my/reading/year/``: the own year in pictures."""

from django.urls import URLPattern

app_name = "years"
urlpatterns: list[URLPattern] = []

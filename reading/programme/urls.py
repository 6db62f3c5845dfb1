"""``/my/reading/programme/``: the own 2+N, and the school's view of it."""

from django.urls import URLPattern

app_name = "programme"
urlpatterns: list[URLPattern] = []

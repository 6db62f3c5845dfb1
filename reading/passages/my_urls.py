"""``/my/reading/days/``: the private record of days read."""

from django.urls import URLPattern

app_name = "days"
urlpatterns: list[URLPattern] = []

"""Addresses of passages, below ``/reading/``."""

from django.urls import path, register_converter

from reading.converters import DayConverter
from reading.passages import views

register_converter(DayConverter, "day")

urlpatterns = [
    path("passage/", views.passage_today, name="passage_today"),
    path("passage/<day:day>/", views.passage, name="passage"),
]

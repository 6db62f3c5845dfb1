"""Addresses of drawn pictures, below ``/reading/``."""

from django.urls import path, register_converter

from reading.cards import views
from reading.converters import DayConverter

register_converter(DayConverter, "day")

urlpatterns = [
    path(
        "passage/<day:day>/card/<slug:design>-<slug:ratio>.<slug:form>",
        views.passage_card,
        name="passage_card",
    ),
    path("books/<int:pk>/cover.webp", views.book_cover, name="book_cover"),
]

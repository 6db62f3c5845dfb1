"""Addresses of drawn pictures, below ``/reading/``."""

from django.urls import path

import reading.converters  # noqa: F401 registers <day:…>
from reading.cards import views

urlpatterns = [
    path(
        "passage/<day:day>/card/<slug:design>-<slug:ratio>.<slug:form>",
        views.passage_card,
        name="passage_card",
    ),
    path("books/<int:pk>/cover.webp", views.book_cover, name="book_cover"),
    path("books/<int:pk>/square.jpg", views.book_square, name="book_square"),
]

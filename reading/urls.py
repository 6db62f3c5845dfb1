"""Addresses of what is no page: books and the passage of a day."""

from django.urls import path, register_converter

from reading import views
from reading.converters import DayConverter

register_converter(DayConverter, "day")

app_name = "reading"
urlpatterns = [
    path("books/", views.book_index, name="books"),
    path("books/<int:pk>/", views.book, name="book"),
    path("passage/", views.passage_today, name="passage_today"),
    path("passage/<day:day>/", views.passage, name="passage"),
]

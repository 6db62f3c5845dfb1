"""Addresses of books, below ``/reading/``."""

from django.urls import path

from reading.catalogue import views

urlpatterns = [
    path("books/", views.book_index, name="books"),
    path("books/propose/", views.propose, name="propose_book"),
    path("books/<int:pk>/", views.book, name="book"),
]

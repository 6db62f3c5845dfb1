"""Addresses of what is no page: books, passages, drawn pictures and the programme's figures."""

from reading.cards.urls import urlpatterns as cards
from reading.catalogue.urls import urlpatterns as catalogue
from reading.figures.urls import urlpatterns as figures
from reading.lists.urls import urlpatterns as lists
from reading.passages.urls import urlpatterns as passages

app_name = "reading"
urlpatterns = [*catalogue, *passages, *cards, *lists, *figures]

"""Addresses of passages, below ``/reading/``."""

from django.urls import path

import reading.converters  # noqa: F401 registers <day:…>
from reading.passages import views
from reading.passages.feed import PassageFeed

urlpatterns = [
    path("passage/", views.passage_today, name="passage_today"),
    path("passage/<day:day>/", views.passage, name="passage"),
    path("passage/archive/", views.archive, name="passage_archive"),
    path("passage/archive/<int:year>/<int:month>/", views.archive_month, name="passage_month"),
    path("passage/authors/", views.groups, {"by": "author"}, name="passage_authors"),
    path("passage/authors/<path:name>/", views.group, {"by": "author"}, name="passage_author"),
    path("passage/themes/", views.groups, {"by": "theme"}, name="passage_themes"),
    path("passage/themes/<path:name>/", views.group, {"by": "theme"}, name="passage_theme"),
    path("passage/feed.xml", PassageFeed(), name="passage_feed"),
]

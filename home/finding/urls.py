"""Addresses of the ways to pieces; all of them lie right below the root."""

from django.urls import path

from home.feeds import TagFeed
from home.finding import views

app_name = "finding"
urlpatterns = [
    path("tags/", views.tags, name="tags"),
    path("tags/<str:slug>/", views.tag, name="tag"),
    path("tags/<str:slug>/atom.xml", TagFeed(), name="tag_feed"),
    path("authors/<int:pk>/", views.author, name="author"),
    path("units/", views.units, name="units"),
    path("units/<int:pk>/", views.unit, name="unit"),
    path("units/<int:pk>/<slug:shelf>/", views.unit_shelf, name="unit_shelf"),
    path("archive/", views.archive, name="archive"),
    path("archive/<int:year>/", views.archive_year, name="archive_year"),
    path("archive/<int:year>/<int:month>/", views.month, name="month"),
    path("sitemap/", views.site_map, name="site_map"),
]

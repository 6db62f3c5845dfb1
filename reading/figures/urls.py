"""Addresses of the programme's pictures, below ``/reading/``."""

from django.urls import path, re_path

from reading.figures import views

urlpatterns = [
    path("figures/", views.programme, name="figures"),
    re_path(r"^years/(?P<token>[A-Za-z0-9_-]{32})/$", views.shared_year, name="shared_year"),
]

"""Addresses of our views below ``/workshops/``; all others there are pages."""

from django.urls import path

from workshops.coverage import views

app_name = "workshops_public"
urlpatterns = [
    path("coverage/", views.coverage, name="coverage"),
    path("coverage.xlsx", views.coverage_xlsx, name="coverage_xlsx"),
]

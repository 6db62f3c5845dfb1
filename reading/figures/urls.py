"""Addresses of the programme's pictures, below ``/reading/``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

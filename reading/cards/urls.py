"""Addresses of drawn pictures, below ``/reading/``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

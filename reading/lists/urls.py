"""What belongs to a list's page and is none, below ``/reading/``."""

from django.urls import path

from reading.lists import views

urlpatterns = [
    path("posters/<int:page_id>.png", views.poster, name="list_poster"),
    path("posters/<int:page_id>/want/", views.want, name="list_want"),
]

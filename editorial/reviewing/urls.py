"""Addresses below ``/admin/editorial/``."""

from django.urls import path

from editorial.reviewing import views

app_name = "editorial_reviewing"
urlpatterns = [
    path("queue/", views.queue, name="queue"),
    path("review/<int:task_state_id>/", views.review, name="review"),
    path("withdraw/<int:page_id>/", views.withdraw, name="withdraw"),
]

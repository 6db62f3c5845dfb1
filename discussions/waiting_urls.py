"""``/my/reviews/discussions/``: what waits for an editor."""

from django.urls import path

from discussions.views import waiting

app_name = "discussions_waiting"
urlpatterns = [
    path("", waiting.queue, name="queue"),
    path("<int:pk>/decide/", waiting.decide, name="decide"),
    path("posts/<int:pk>/keep/", waiting.keep, name="keep"),
]

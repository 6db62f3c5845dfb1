"""What this room answers, here and there below the root."""

from django.urls import path

from feedback.leaving.views import leaving
from feedback.letters import desk, views
from feedback.visits.views import seen

app_name = "feedback"
urlpatterns = [
    path("feedback/", views.suggest, name="suggest"),
    path("feedback/correction/<int:page_id>/", views.correct, name="correct"),
    path("feedback/receipt/<str:receipt>/", views.receipt, name="receipt"),
    path("leaving/", leaving, name="leaving"),
    path("seen/", seen, name="seen"),
    path("my/feedback/", views.own, name="own"),
    path("my/reviews/feedback/", desk.queue, name="queue"),
    path("my/reviews/feedback/<int:pk>/", desk.letter, name="letter"),
    path("my/reviews/feedback/<int:pk>/act/", desk.act, name="act"),
    path("my/reviews/feedback/<int:pk>/settle/", desk.settle, name="settle"),
    path("my/reviews/feedback/<int:pk>/contact/", desk.contact, name="contact"),
]

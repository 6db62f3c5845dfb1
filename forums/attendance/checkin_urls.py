"""``/my/checkin/``: signing in, for everybody."""

from django.urls import path

from forums.attendance import views

app_name = "checkin"
urlpatterns = [
    path("", views.home, name="home"),
    path("s/<str:token>/", views.scan, name="scan"),
    path("done/<int:pk>/", views.done, name="done"),
    path("proofs/", views.proofs, name="proofs"),
    path("me/", views.me, name="me"),
    path("ticket/<int:page_id>/", views.ticket, name="ticket"),
    path("kept/", views.kept, name="kept"),
    path("worker.js", views.worker, name="worker"),
]

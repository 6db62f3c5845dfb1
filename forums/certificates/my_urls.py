"""``/my/certificates/``: the own ones, and those of an event."""

from django.urls import path

from forums.certificates import views

app_name = "my_certificates"
urlpatterns = [
    path("", views.own, name="own"),
    path("<int:pk>/agree/", views.agree, name="agree"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/certificate.pdf", views.pdf, name="pdf"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("events/<int:page_id>/", views.event, name="event"),
]

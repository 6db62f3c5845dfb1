"""``/my/hours/``: class hours."""

from django.urls import path

from forums.hours import views

app_name = "hours"
urlpatterns = [
    path("", views.own, name="own"),
    path("own.xlsx", views.own_data, name="own_data"),
    path("sessions/<int:pk>/", views.session, name="session"),
    path("sessions/<int:pk>/propose/", views.propose, name="propose"),
    path("sessions/<int:pk>/confirm/", views.session_confirm, name="session_confirm"),
    path("school/", views.school, name="school"),
    path("school/confirm/", views.school_confirm, name="school_confirm"),
    path("school/export/", views.export, name="export"),
    path("entries/<int:pk>/counter/", views.counter, name="counter"),
]

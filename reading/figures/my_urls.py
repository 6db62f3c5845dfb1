"""``/my/reading/year/``: the own year in pictures."""

from django.urls import path

from reading.figures import my_views as views

app_name = "years"
urlpatterns = [
    path("", views.current, name="current"),
    path("<int:year_id>/", views.year, name="year"),
    path("<int:year_id>/share/", views.share, name="share"),
    path("<int:year_id>/unshare/", views.unshare, name="unshare"),
]

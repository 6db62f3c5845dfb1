"""``/my/reading/days/``: the private record of days read."""

from django.urls import path

from reading.passages import my_views

app_name = "days"
urlpatterns = [
    path("", my_views.own_days, name="days"),
    path("begin/", my_views.opt_in, name="opt_in"),
    path("aim/", my_views.change_aim, name="aim"),
    path("mark/", my_views.mark, name="mark"),
    path("unmark/", my_views.unmark, name="unmark"),
    path("delete/", my_views.delete, name="delete"),
]

"""``/forums/``: what stands beside the pages of the section."""

from django.urls import path

from forums.calendar import views
from forums.contests import public as contests
from forums.gallery.views import picture
from forums.materials.views import material

app_name = "forums"
urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/feed/<slug:token>.ics", views.feed, name="feed"),
    path("events/<int:pk>.ics", views.event_file, name="event_file"),
    path("series/<int:pk>/", views.series, name="series"),
    path("materials/<int:pk>/", material, name="material"),
    path("photos/<int:pk>/<slug:size>.webp", picture, name="photo"),
    path("contests/<int:pk>/results/", contests.results, name="contest_results"),
    path("contests/works/<int:pk>/", contests.work, name="contest_work"),
]

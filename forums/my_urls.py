"""``/my/events/``: own events, and the organiser's desk."""

from django.urls import path

from forums.calendar import views as calendar
from forums.gallery import views as gallery
from forums.materials import views as materials
from forums.organising import views as organising
from forums.registration import group_views, views

app_name = "events"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("own.xlsx", views.own_data, name="own_data"),
    path("organised/", organising.organised, name="organised"),
    path("feed/renew/", calendar.renew, name="feed_renew"),
    path("feed/end/", calendar.end, name="feed_end"),
    path("registrations/<int:pk>/accept/", views.accept, name="accept"),
    path("registrations/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("registrations/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("materials/<int:pk>/release/", materials.change, {"verb": "release"}, name="release"),
    path("materials/<int:pk>/withhold/", materials.change, {"verb": "withhold"}, name="withhold"),
    path(
        "materials/<int:pk>/remove/",
        materials.change,
        {"verb": "remove"},
        name="material_remove",
    ),
    path("photos/", gallery.waiting, name="photos_waiting"),
    path("photos/<int:pk>/words/", gallery.words, name="photo_words"),
    path("photos/<int:pk>/show/", gallery.change, {"verb": "show"}, name="photo_show"),
    path("photos/<int:pk>/withhold/", gallery.change, {"verb": "withhold"}, name="photo_withhold"),
    path("photos/<int:pk>/remove/", gallery.change, {"verb": "remove"}, name="photo_remove"),
    path("photos/<int:pk>/decline/", gallery.decline, name="photo_decline"),
    path("<int:pk>/", views.event, name="event"),
    path("<int:pk>/group/", group_views.group, name="group"),
    path("<int:pk>/desk/", organising.desk, name="desk"),
    path("<int:pk>/desk/settings/", organising.settings, name="settings"),
    path("<int:pk>/desk/decide/", organising.decide, name="decide"),
    path("<int:pk>/desk/list.xlsx", organising.export, name="export"),
    path("<int:pk>/desk/materials/", materials.materials, name="materials"),
    path("<int:pk>/desk/photos/", gallery.photos, name="photos"),
    path("<int:pk>/desk/call-off/", organising.call_off, name="call_off"),
    path("<int:pk>/desk/clone/", organising.clone, name="clone"),
    path("<int:pk>/desk/report/", organising.report, name="report"),
    path("<int:pk>/desk/remove/<int:registration_id>/", organising.remove, name="remove"),
]

"""``/my/attendance/``: the door, for those who keep it."""

from django.urls import path

from forums.attendance import correcting, hosting

app_name = "attendance"
urlpatterns = [
    path("", hosting.sessions, name="list"),
    path("events/<int:page_id>/", hosting.event, name="event"),
    path("events/<int:page_id>/hosts/", hosting.host_add, name="host_add"),
    path(
        "events/<int:page_id>/hosts/<int:user_id>/remove/", hosting.host_remove, name="host_remove"
    ),
    path("events/<int:page_id>/walk-ins/", hosting.walk_ins, name="walk_ins"),
    path("sessions/<int:pk>/", hosting.session, name="session"),
    path("sessions/<int:pk>/screen/", hosting.screen, name="screen"),
    path("sessions/<int:pk>/screen/codes/", hosting.screen_codes, name="screen_codes"),
    path("sessions/<int:pk>/door/", hosting.door, name="door"),
    path("sessions/<int:pk>/door/proofs/", hosting.door_proofs, name="door_proofs"),
    path("sessions/<int:pk>/codes/", hosting.codes, name="codes"),
    path("sessions/<int:pk>/sheet/", correcting.sheet, name="sheet"),
    path("sessions/<int:pk>/sheet.pdf", correcting.sheet_pdf, name="sheet_pdf"),
    path("sessions/<int:pk>/photos/", correcting.photos, name="photos"),
    path("marks/<int:pk>/", correcting.person, name="person"),
    path("marks/<int:pk>/void/", correcting.void, name="void"),
    path("marks/<int:pk>/restore/", correcting.restore, name="restore"),
    path("t/<str:code>/", hosting.ticket, name="ticket"),
]

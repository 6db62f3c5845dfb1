"""``/my/reading/together/``: reading groups."""

from django.urls import path

from reading.together import leading, records, views

app_name = "together"
urlpatterns = [
    path("", views.groups, name="list"),
    path("new/", leading.new, name="new"),
    path("<int:pk>/", views.group, name="group"),
    path("<int:pk>/weeks/<int:number>/", views.week, name="week"),
    path("<int:pk>/join/", views.join, name="join"),
    path("<int:pk>/leave/", views.leave, name="leave"),
    path("<int:pk>/notes/<int:note_id>/", views.note, name="note"),
    path("<int:pk>/notes/<int:note_id>/delete/", views.note_delete, name="note_delete"),
    path("<int:pk>/notes/<int:note_id>/remove/", leading.note_remove, name="note_remove"),
    path("<int:pk>/edit/", leading.edit, name="edit"),
    path("<int:pk>/plan/", leading.plan, name="plan"),
    path("<int:pk>/weeks/", leading.weeks, name="weeks"),
    path("<int:pk>/salon/", leading.salon, name="salon"),
    path("<int:pk>/close/", leading.close, name="close"),
    path("<int:pk>/reopen/", leading.reopen, name="reopen"),
    path("<int:pk>/record/", records.record, name="record"),
    path("<int:pk>/record.pdf", records.record_pdf, name="record_pdf"),
    path("<int:pk>/record.xlsx", records.record_xlsx, name="record_xlsx"),
]

"""``/my/reading/``: the own reading record."""

from django.urls import path

from reading.shelf import keeping, lists, views

app_name = "shelf"
urlpatterns = [
    path("", views.home, name="home"),
    path("books/<int:work_id>/", views.book, name="book"),
    path("books/<int:work_id>/act/", views.act, name="act"),
    path("records/<int:pk>/progress/", keeping.progress, name="progress"),
    path("records/<int:pk>/dates/", keeping.dates, name="dates"),
    path("records/<int:pk>/programme/", keeping.programme, name="programme"),
    path("records/<int:pk>/delete/", keeping.record_delete, name="record_delete"),
    path("records/<int:pk>/notes/", keeping.note_add, name="note_add"),
    path("records/<int:pk>/photos/", keeping.photo_add, name="photo_add"),
    path("progress/<int:pk>/delete/", keeping.progress_delete, name="progress_delete"),
    path("notes/<int:pk>/", keeping.note, name="note"),
    path("notes/<int:pk>/delete/", keeping.note_delete, name="note_delete"),
    path("photos/<int:pk>/", keeping.photo, name="photo"),
    path("photos/<int:pk>/delete/", keeping.photo_delete, name="photo_delete"),
    path("import/", lists.take_over, name="import"),
    path("import/template/", lists.template, name="import_template"),
    path("export/", lists.export, name="export"),
    path("export/all/", lists.export_all, name="export_all"),
]

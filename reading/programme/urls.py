"""``/my/reading/programme/``: the own 2+N, and the school's view of it."""

from django.urls import path

from reading.programme import school_views, views

app_name = "programme"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("plan/", views.plan, name="plan"),
    path("plan/<int:pk>/remove/", views.unplan, name="unplan"),
    path("move/", views.move, name="move"),
    path("schools/", school_views.schools, name="schools"),
    path("schools/<int:pk>/", school_views.school, name="school"),
    path("schools/<int:pk>/sheet/", school_views.sheet, name="sheet"),
    path("schools/<int:pk>/export/", school_views.export, name="export"),
    path("schools/corrections/<int:record_id>/", school_views.correct, name="correct"),
    path(
        "schools/corrections/<int:correction_id>/take-back/",
        school_views.take_back,
        name="take_back",
    ),
]

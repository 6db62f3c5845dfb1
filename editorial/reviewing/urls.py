"""Addresses below ``/admin/editorial/``; what waits is decided at the desk, ``/my/reviews/``."""

from django.urls import path
from django.views.generic import RedirectView

from editorial.reviewing import records, reports, views

app_name = "editorial_reviewing"
urlpatterns = [
    path("queue/", RedirectView.as_view(pattern_name="reviews:queue"), name="queue"),
    path(
        "review/<int:task_state_id>/",
        RedirectView.as_view(pattern_name="reviews:review"),
        name="review",
    ),
    path("withdraw/<int:page_id>/", views.withdraw, name="withdraw"),
    path("correct/<int:page_id>/", views.correct, name="correct"),
    path("schedule/", views.schedule, name="schedule"),
    path("record/", records.record, name="record"),
    path("record/export/", records.export, name="record_export"),
    path("report/", reports.report, name="report"),
    path("report/report.xlsx", reports.report_xlsx, name="report_xlsx"),
]

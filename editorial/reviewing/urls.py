"""Addresses below ``/admin/editorial/``."""

from django.urls import path

from editorial.reviewing import records, reports, sheets, views

app_name = "editorial_reviewing"
urlpatterns = [
    path("queue/", views.queue, name="queue"),
    path("review/<int:task_state_id>/", views.review, name="review"),
    path("withdraw/<int:page_id>/", views.withdraw, name="withdraw"),
    path("sheet/<int:page_id>/", sheets.sheet, name="sheet"),
    path("sheet/<int:page_id>.pdf", sheets.sheet_pdf, name="sheet_pdf"),
    path("record/", records.record, name="record"),
    path("record/export/", records.export, name="record_export"),
    path("report/", reports.report, name="report"),
    path("report/report.xlsx", reports.report_xlsx, name="report_xlsx"),
]

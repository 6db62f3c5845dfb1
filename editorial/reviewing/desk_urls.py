"""The reviewers' desk: ``/my/reviews/``."""

from django.urls import path

from editorial.reviewing import piece, queue, sheets

app_name = "reviews"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("together/", queue.together, name="together"),
    path("undo/<int:decision_id>/", queue.undo, name="undo"),
    path("sheet/<int:page_id>/", sheets.sheet, name="sheet"),
    path("sheet/<int:page_id>.pdf", sheets.sheet_pdf, name="sheet_pdf"),
    path("<int:task_state_id>/", piece.review, name="review"),
    path("<int:task_state_id>/preview/", piece.preview, name="preview"),
    path("<int:task_state_id>/claim/", queue.claim, name="claim"),
    path("<int:task_state_id>/release/", queue.release, name="release"),
    path("<int:task_state_id>/hand-over/", piece.hand_over, name="hand_over"),
    path("<int:task_state_id>/stand-in/", piece.stand_in, name="stand_in"),
    path("<int:task_state_id>/resume/", piece.resume, name="resume"),
]

"""The author's desk: ``/my/``."""

from django.urls import path

from editorial.desk import (
    autosaving,
    checking,
    consents,
    notifications,
    similarity,
    views,
    writing,
)
from editorial.personal import sign_ins
from editorial.personal import views as personal
from editorial.wechat import views as wechat

app_name = "editorial"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("consents/", consents.consents, name="consents"),
    path("logins/", sign_ins.sign_ins, name="sign_ins"),
    path("logins/<int:pk>/end/", sign_ins.end_one, name="sign_ins_end"),
    path("logins/end-others/", sign_ins.end_others, name="sign_ins_end_others"),
    path("data/", personal.data, name="data"),
    path("data/export/", personal.export, name="data_export"),
    path("data/leave/", personal.leave, name="data_leave"),
    path("submissions/", views.submissions, name="submissions"),
    path("submissions/new/<slug:kind>/", writing.new, name="new"),
    path("submissions/autosave/", autosaving.autosave, name="autosave"),
    path("submissions/discard/", autosaving.discard, name="discard"),
    path("submissions/pick/<slug:picker>/", autosaving.pick, name="pick"),
    path("submissions/pick/<slug:picker>/add/", autosaving.pick_add, name="pick_add"),
    path("submissions/<int:pk>/", views.submission, name="submission"),
    path("submissions/<int:pk>/edit/", writing.edit, name="edit"),
    path("submissions/<int:pk>/preview/", views.preview, name="preview"),
    path("submissions/<int:pk>/check/", checking.check, name="check"),
    path("submissions/<int:pk>/similarity/", similarity.similarity, name="similarity"),
    path("submissions/<int:pk>/submit/", views.submit, name="submit"),
    path("submissions/<int:pk>/recall/", views.recall, name="recall"),
    path("submissions/<int:pk>/delete/", views.delete, name="delete"),
    path("article/<int:page_id>/", wechat.article, name="article"),
    path("article/<int:page_id>/body/", wechat.article_body, name="article_body"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.read_all, name="notifications_read"),
    path("notifications/settings/", notifications.mail_settings, name="notifications_settings"),
    path("notifications/<int:pk>/open/", notifications.open_notification, name="notification_open"),
]

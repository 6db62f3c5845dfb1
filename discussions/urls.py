"""``/discussions/``."""

from django.urls import path

from discussions.views import attending, own, reading, tending, writing

app_name = "discussions"
urlpatterns = [
    path("mine/", own.own, name="own"),
    path("mine/export.xlsx", own.export, name="export"),
    path("mine/credits/<int:pk>/", own.credit, name="credit"),
    path("drafts/", writing.autosave, name="autosave"),
    path("drafts/discard/", writing.discard, name="discard"),
    path("topics/<int:pk>/", reading.topic, name="topic"),
    path("topics/<int:pk>/latest/", reading.latest, name="latest"),
    path("topics/<int:pk>/reply/", writing.reply, name="reply"),
    path("topics/<int:pk>/mute/", attending.mute_topic, name="mute_topic"),
    path("topics/<int:pk>/lock/", tending.lock, name="lock"),
    path("topics/<int:pk>/move/", tending.move, name="move"),
    path("topics/<int:pk>/article/", tending.article, name="article"),
    path("posts/<int:pk>/", reading.post, name="post"),
    path("posts/<int:pk>/edit/", writing.edit, name="edit"),
    path("posts/<int:pk>/withdraw/", writing.withdraw, name="withdraw"),
    path("posts/<int:pk>/report/", attending.report, name="report"),
    path("posts/<int:pk>/hide/", tending.hide, name="hide"),
    path("posts/<int:pk>/show/", tending.show, name="show"),
    path("posts/<int:pk>/history/", tending.history, name="history"),
    path("people/<int:pk>/mute/", attending.mute_person, name="mute_person"),
    path("<slug:kind>/<int:pk>/", reading.place, name="place"),
    path("<slug:kind>/<int:pk>/new/", writing.new_topic, name="new"),
]

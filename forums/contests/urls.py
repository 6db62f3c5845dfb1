"""``/my/contests/``: entering, judging, and the organiser's desk of a contest."""

from django.urls import path

from forums.contests import desk_views as desk
from forums.contests import judging_views as judging
from forums.contests import views

app_name = "contests"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("own.xlsx", views.own_data, name="own_data"),
    path("entries/<int:pk>/", views.entry, name="entry"),
    path("entries/<int:pk>/title/", views.change, {"verb": "title"}, name="title"),
    path("entries/<int:pk>/file/", views.change, {"verb": "file"}, name="add_file"),
    path("entries/<int:pk>/consent/", views.change, {"verb": "consent"}, name="consent"),
    path("entries/<int:pk>/object/", views.change, {"verb": "object"}, name="object"),
    path("entries/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("files/<int:pk>/", views.file, name="file"),
    path("files/<int:pk>/remove/", views.remove_file, name="remove_file"),
    path("<int:pk>/", views.contest, name="contest"),
    path("<int:pk>/judging/", judging.judging, name="judging"),
    path("<int:pk>/judging/<int:number>/", judging.score, name="score"),
    path(
        "<int:pk>/judging/<int:number>/files/<int:place>/",
        judging.judging_file,
        name="judging_file",
    ),
    path("<int:pk>/judging/<int:number>/aside/", judging.step_aside, name="step_aside"),
    path("<int:pk>/desk/", desk.desk, name="desk"),
    path("<int:pk>/desk/settings/", desk.settings, name="settings"),
    path("<int:pk>/desk/jurors/", desk.jurors, name="jurors"),
    path("<int:pk>/desk/jurors/<int:juror_id>/drop/", desk.drop_juror, name="drop_juror"),
    path("<int:pk>/desk/draw/", desk.draw, name="draw"),
    path("<int:pk>/desk/entries/", desk.entries, name="entries"),
    path("<int:pk>/desk/entries/<int:entry_id>/exclude/", desk.exclude, name="exclude"),
    path("<int:pk>/desk/scores/", desk.scores, name="scores"),
    path("<int:pk>/desk/scores/<int:assignment_id>/return/", desk.give_back, name="return"),
    path("<int:pk>/desk/publish/", desk.publish, name="publish"),
    path("<int:pk>/desk/correct/", desk.correct, name="correct"),
    path("<int:pk>/desk/objections/", desk.objections, name="objections"),
    path("<int:pk>/desk/objections/<int:objection_id>/", desk.answer, name="answer"),
    path("<int:pk>/desk/all.xlsx", desk.export, name="export"),
]

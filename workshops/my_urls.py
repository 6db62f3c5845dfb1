"""``/my/workshops/``: the rooms of workshops, and the office."""

from django.urls import path

from workshops import views
from workshops.coverage import views as coverage
from workshops.dossier import office
from workshops.dossier import views as dossier
from workshops.membership import hosting
from workshops.membership import views as membership

app_name = "workshops"
urlpatterns = [
    path("", membership.mine, name="mine"),
    path("office/", office.office, name="office"),
    path("office/missing/", coverage.missing, name="missing"),
    path("office/dossiers/<int:dossier_id>/", office.assess, name="assess"),
    path("office/consents/<int:member_id>/", office.consent, name="consent"),
    path("<int:pk>/", views.room, name="room"),
    path("<int:pk>/join/", membership.join, name="join"),
    path("<int:pk>/answer/", membership.answer, name="answer"),
    path("<int:pk>/leave/", membership.leave, name="leave"),
    path("<int:pk>/name/", membership.name, name="name"),
    path("<int:pk>/members/", hosting.members, name="members"),
    path("<int:pk>/members.xlsx", hosting.members_xlsx, name="members_xlsx"),
    path("<int:pk>/members/invite/", hosting.invite, name="invite"),
    path("<int:pk>/members/enter/", hosting.enter, name="enter"),
    path("<int:pk>/members/<int:member_id>/", hosting.member, name="member"),
    path("<int:pk>/members/<int:member_id>/remove/", hosting.remove, name="remove"),
    path("<int:pk>/members/<int:member_id>/decide/", hosting.decide, name="decide"),
    path("<int:pk>/announcements/", views.announcements, name="announcements"),
    path(
        "<int:pk>/announcements/<int:announcement_id>/delete/",
        views.announcement_delete,
        name="announcement_delete",
    ),
    path("<int:pk>/plan/", views.plan, name="plan"),
    path("<int:pk>/plan/<int:year_id>/", views.plan, name="plan_of"),
    path("<int:pk>/files/", views.files, name="files"),
    path("<int:pk>/files/<int:file_id>/", views.download, name="download"),
    path("<int:pk>/files/<int:file_id>/delete/", views.file_delete, name="file_delete"),
    path("<int:pk>/dossier/", dossier.dossiers, name="dossiers"),
    path("<int:pk>/dossier/<int:year_id>/", dossier.dossier, name="dossier"),
    path("<int:pk>/dossier/<int:year_id>/paper/", dossier.paper, name="dossier_paper"),
    path("<int:pk>/dossier/<int:year_id>/paper.pdf", dossier.paper_pdf, name="dossier_pdf"),
]

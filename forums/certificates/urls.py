"""``/certificates/``: whether a certificate holds, for everybody."""

from django.urls import path

from forums.certificates import views

app_name = "certificates"
urlpatterns = [path("<slug:code>/", views.check, name="check")]

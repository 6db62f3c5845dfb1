"""The author's desk: ``/my/``."""

app_name = "editorial"
urlpatterns: list = []

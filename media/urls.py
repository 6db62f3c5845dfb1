from django.urls import path

from media import views
from media.posters import views as posters

app_name = "media"

urlpatterns = [
    path("poster/site.jpg", posters.site_square, name="site_square"),
    path("poster/<int:page_id>/code.svg", posters.code, name="code"),
    path("poster/<int:page_id>/<slug:shape>.jpg", posters.page_picture, name="poster"),
    path("<path:path>", views.serve, name="serve"),
]

"""Addresses of what is no page: the people and the register of honours. See ``pages.TAKEN``."""

from django.urls import path

from stories.honours import views as honours
from stories.portraits import views as portraits

app_name = "stories"
urlpatterns = [
    path("people/", portraits.people, name="people"),
    path("people/<int:pk>-<slug:slug>/", portraits.person, name="person"),
    path("honours/", honours.register, name="honours"),
]

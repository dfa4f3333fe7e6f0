"""Addresses of the guide, under /admin/bat-dau/."""

from django.urls import path

from . import views

app_name = "guide"
urlpatterns = [
    path("", views.begin, name="begin"),
    path("cat-di/", views.put_welcome_away, name="put_away"),
]

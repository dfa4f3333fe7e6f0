"""URLs of the public list, under /bao-cao-vien/."""

from django.urls import path

from . import views

app_name = "public_reporters"
urlpatterns = [
    path("", views.reporters, name="list"),
    path("du-lieu.csv", views.as_csv, name="csv"),
]

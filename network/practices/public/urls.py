"""URLs of the public pages, under /mo-hinh/."""

from django.urls import path

from . import views

app_name = "practices"
urlpatterns = [
    path("", views.practices, name="index"),
    path("du-lieu.csv", views.as_csv, name="csv"),
    path("du-lieu.json", views.as_json, name="json"),
    path("<int:practice_id>/", views.practice, name="practice"),
]

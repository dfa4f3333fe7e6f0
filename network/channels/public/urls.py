"""URLs of the public register, under /trang-chinh-thuc/."""

from django.urls import path

from . import views

app_name = "channels"
urlpatterns = [
    path("", views.register, name="register"),
    path("<int:channel_id>/", views.channel, name="channel"),
    path("<int:channel_id>/huy-hieu.svg", views.badge, name="badge"),
    path("kiem-tra/", views.check, name="check"),
    path("du-lieu.json", views.as_json, name="json"),
    path("du-lieu.csv", views.as_csv, name="csv"),
]

"""URLs of subscriptions, under /theo-doi/."""

from django.urls import path

from . import views

app_name = "following"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("da-gui/", views.asked, name="asked"),
    path("xac-nhan/<str:token>/", views.confirm, name="confirm"),
    path("quan-ly/<str:token>/", views.manage, name="manage"),
    path("dung/<str:token>/", views.stop, name="stop"),
]

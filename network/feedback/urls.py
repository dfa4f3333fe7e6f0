"""URLs of ratings, under /danh-gia/."""

from django.urls import path

from . import views

app_name = "feedback"
urlpatterns = [
    path("", views.rate, name="rate"),
    path("cam-on/", views.thanks, name="thanks"),
]

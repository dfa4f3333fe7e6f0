"""URLs of the guide, under /admin/bat-dau/."""

from django.urls import path

from . import views

app_name = "guide"
urlpatterns = [
    path("", views.first_steps, name="begin"),
    path("cat-di/", views.dismiss, name="put_away"),
]

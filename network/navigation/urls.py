"""URLs of the screen list and the menu's counts, under /admin/man-hinh/."""

from django.urls import path

from . import views

app_name = "navigation"
urlpatterns = [
    path("", views.ScreensView.as_view(), name="screens"),
    path("so-viec/", views.counts, name="counts"),
]

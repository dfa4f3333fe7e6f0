"""URLs of the screen list, the search and the menu's counts, under /admin/man-hinh/."""

from django.urls import path

from . import views

app_name = "navigation"
urlpatterns = [
    path("", views.ScreensView.as_view(), name="screens"),
    path("tim/", views.found, name="found"),
    path("so-viec/", views.counts, name="counts"),
]

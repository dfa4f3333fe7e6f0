"""Addresses of the library as agencies see it, under /admin/kho-tin/."""

from django.urls import path

from . import views

app_name = "agency_library"
urlpatterns = [
    path("", views.LibraryView.as_view(), name="index"),
    path("ket-qua/", views.LibraryView.as_view(results_only=True), name="results"),
    path("<int:item_id>/dung/", views.UseView.as_view(), name="use"),
]

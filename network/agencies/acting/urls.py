"""Addresses of the overseer's screens, under /admin/lam-thay/."""

from django.urls import path

from . import views

app_name = "agencies_acts"
urlpatterns = [
    path("", views.AgenciesView.as_view(), name="index"),
    path("ket-qua/", views.AgenciesView.as_view(results_only=True), name="results"),
    path("ket-thuc/", views.EndView.as_view(), name="end"),
    path("<int:agency_id>/", views.StartView.as_view(), name="start"),
]

"""Addresses of the overseer's screens, under /admin/lam-thay/."""

from django.urls import path

from . import views

app_name = "agencies_acts"
urlpatterns = [
    *views.AgenciesView.paths(),
    path("ket-thuc/", views.EndView.as_view(), name="end"),
    path("<int:agency_id>/", views.StartView.as_view(), name="start"),
]

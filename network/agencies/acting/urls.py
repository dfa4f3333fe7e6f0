"""URLs of the act screens, under /admin/lam-thay/."""

from django.urls import path

from . import views

app_name = "agencies_acts"
urlpatterns = [
    *views.ActableAgenciesView.paths(),
    path("ket-thuc/", views.EndActView.as_view(), name="end"),
    path("<int:agency_id>/", views.StartActView.as_view(), name="start"),
]

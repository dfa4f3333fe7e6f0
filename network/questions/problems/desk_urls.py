"""Addresses of the officers' screens, under /admin/bao-loi/."""

from django.urls import path

from . import desk_views as views

app_name = "problem_desk"
urlpatterns = [
    path("", views.ProblemsView.as_view(), name="index"),
    path("ket-qua/", views.ProblemsView.as_view(results_only=True), name="index_results"),
    path("<int:report_id>/", views.ProblemView.as_view(), name="problem"),
]

"""URLs of the officers' screens, under /admin/bao-loi/."""

from django.urls import path

from . import desk_views as views

app_name = "problem_desk"
urlpatterns = [
    *views.ProblemsView.paths(),
    path("<int:report_id>/", views.ProblemView.as_view(), name="problem"),
]

"""URLs of failed jobs, under /admin/viec-nen-bi-loi/."""

from django.urls import path

from . import views

app_name = "failed_jobs"
urlpatterns = [
    *views.FailedJobsView.paths(),
    path("thu-lai/", views.RetryView.as_view(), name="retry_all"),
    path("<int:job_id>/thu-lai/", views.RetryView.as_view(), name="retry"),
    path("bo/", views.GiveUpView.as_view(), name="give_up_all"),
    path("<int:job_id>/bo/", views.GiveUpView.as_view(), name="give_up"),
]
